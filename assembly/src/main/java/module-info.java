/** The front door for operators: the command line. Sees the house through dev.cairn.api only. */
module dev.cairn.cli {
  requires dev.cairn.api;
  requires com.google.gson;
  requires de.siegmar.fastcsv;
  requires info.picocli;
  requires me.tongfei.progressbar;
  requires static org.jspecify;

  opens dev.cairn.cli to info.picocli;
}
