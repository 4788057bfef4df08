import org.jspecify.annotations.NullMarked;

/** The front door for operators: the command line. Sees the house through dev.cairn.api only. */
@NullMarked
@SuppressWarnings("requires-automatic") // OSGi's interfaces, which are there only in the JVM that runs a framework
module dev.cairn.cli {
  requires dev.cairn.api;
  requires com.google.gson;
  requires de.siegmar.fastcsv;
  requires info.picocli;
  requires java.logging;
  requires java.management;
  requires me.tongfei.progressbar;
  requires static org.jspecify;
  requires static org.osgi.framework;

  opens dev.cairn.cli to
      info.picocli;
}
