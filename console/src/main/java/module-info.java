import org.jspecify.annotations.NullMarked;

/** A page in the browser that looks into stores and running systems, and changes nothing. */
@NullMarked
module dev.cairn.console {
  requires transitive dev.cairn.api;
  requires com.google.gson;
  requires jdk.httpserver;
  requires jdk.jfr;
  requires static org.jspecify;

  exports dev.cairn.console;
}
