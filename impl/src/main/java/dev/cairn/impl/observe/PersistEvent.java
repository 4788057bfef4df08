package dev.cairn.impl.observe;

import jdk.jfr.Category;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

@Name("dev.cairn.Persist")
@Label("Persist")
@Category("Cairn")
@StackTrace(false)
final class PersistEvent extends jdk.jfr.Event {
  @Label("Path")
  String path = "";
  @Label("Last Sequence")
  long sequence;
  @Label("Events")
  int events;
  @Label("Took")
  @Timespan
  long took;
}
