package dev.cairn.impl.observe;

import jdk.jfr.Category;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

@Name("dev.cairn.Restart")
@Label("Actor Restart")
@Category("Cairn")
@StackTrace(false)
final class RestartEvent extends jdk.jfr.Event {
  @Label("Path")
  String path = "";
  @Label("Failure")
  String failure = "";
  @Label("Pause")
  @Timespan
  long pause;
}
