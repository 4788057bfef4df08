package dev.cairn.impl.observe;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

@Name("dev.cairn.Commit")
@Label("Group Commit")
@Category("Cairn")
@StackTrace(false)
final class CommitEvent extends jdk.jfr.Event {
  @Label("Commits")
  int commits;
  @Label("Events")
  int events;
  @Label("Bytes")
  @DataAmount
  long bytes;
  @Label("Longest Wait in Queue")
  @Timespan
  long queued;
  @Label("Synced")
  boolean synced;
  @Label("Took")
  @Timespan
  long took;
}
