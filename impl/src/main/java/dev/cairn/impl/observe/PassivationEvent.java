package dev.cairn.impl.observe;

import jdk.jfr.Category;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

@Name("dev.cairn.Passivation")
@Label("Actor Passivation")
@Category("Cairn")
@StackTrace(false)
final class PassivationEvent extends jdk.jfr.Event {
  @Label("Path")
  String path = "";
  @Label("Reason")
  String reason = "";
}
