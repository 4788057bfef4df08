package dev.cairn.impl.observe;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

@Name("dev.cairn.Snapshot")
@Label("Snapshot")
@Category("Cairn")
@StackTrace(false)
final class SnapshotEvent extends jdk.jfr.Event {
  @Label("Path")
  String path = "";
  @Label("Sequence")
  long sequence;
  @Label("Stored")
  boolean stored;
  @Label("Bytes")
  @DataAmount
  long bytes;
  @Label("Took")
  @Timespan
  long took;
}
