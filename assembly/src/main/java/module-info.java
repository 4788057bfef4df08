import org.jspecify.annotations.NullMarked;

/** The command line for operators. It uses only dev.cairn.api. */
@NullMarked
@SuppressWarnings("requires-automatic") // OSGi's interfaces, which exist only in the JVM of a framework
module dev.cairn.cli {
  requires dev.cairn.api;
  requires com.google.gson;
  requires de.siegmar.fastcsv;
  requires info.picocli;
  requires java.logging;
  requires java.management;
  requires me.tongfei.progressbar;
  requires org.tukaani.xz;
  requires static org.jspecify;
  requires static org.osgi.framework;

  opens dev.cairn.cli to
      info.picocli;
}
