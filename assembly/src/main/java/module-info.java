import org.jspecify.annotations.NullMarked;

/** The front door for operators: the command line. Sees the house through dev.cairn.api only. */
@NullMarked
module dev.cairn.cli {
  requires dev.cairn.api;
  requires com.google.gson;
  requires de.siegmar.fastcsv;
  requires info.picocli;
  requires java.logging;
  requires java.management;
  requires me.tongfei.progressbar;
  requires static org.jspecify;

  opens dev.cairn.cli to
      info.picocli;
}
