/** Two programs that bring the events of other libraries into a store; of Cairn they need only dev.cairn.api. */
module dev.cairn.examples.migration {
  requires dev.cairn.api;
  requires com.google.gson;
  requires java.sql;
  requires static org.jspecify;
}
