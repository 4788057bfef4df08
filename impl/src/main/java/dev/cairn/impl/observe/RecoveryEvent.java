package dev.cairn.impl.observe;

import jdk.jfr.Category;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

@Name("dev.cairn.Recovery")
@Label("Recovery")
@Category("Cairn")
@StackTrace(false)
final class RecoveryEvent extends jdk.jfr.Event {
  @Label("Path")
  String path = "";
  @Label("Snapshot Sequence")
  long snapshot;
  @Label("Events Replayed")
  long events;
  @Label("Events Ignored")
  long ignored;
  @Label("Took")
  @Timespan
  long took;
}
