package dev.cairn.impl.observe;

import jdk.jfr.Category;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

@Name("dev.cairn.DeadLetter")
@Label("Dead Letter")
@Category("Cairn")
@StackTrace(false)
final class DeadLetterEvent extends jdk.jfr.Event {
  @Label("Path")
  String path = "";
  @Label("Command Class")
  String command = "";
  @Label("Reason")
  String reason = "";
}
