package dev.cairn.impl.observe;

import jdk.jfr.Category;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

@Name("dev.cairn.Statistic")
@Label("Backend Statistic")
@Category("Cairn")
@StackTrace(false)
final class StatisticEvent extends jdk.jfr.Event {
  @Label("Backend")
  String backend = "";
  @Label("Name")
  String name = "";
  @Label("Value")
  long value;
}
