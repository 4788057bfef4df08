package dev.cairn.impl.actor;

import dev.cairn.api.CairnListener.Passivated;
import dev.cairn.api.Terminated;
import dev.cairn.api.TimeSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The end of an instance under way, and what comes after it. Used by the actor's thread. */
final class Ending {
  /** What comes after it. */
  sealed interface Goal {
    /** A fresh instance, after a pause that may be 0 nanoseconds. */
    record Restart(long pause) implements Goal {}

    /** Nothing in memory, as the actor is idle. */
    record Rest(Passivated.Reason reason) implements Goal {}

    /** Nothing. */
    record Stop(Terminated.Cause cause) implements Goal {}
  }

  private final List<Runnable> waiting = new ArrayList<>();
  private Goal goal;
  private TimeSource.@Nullable Alarm alarm;

  Ending(Goal goal) {
    this.goal = goal;
  }

  Goal goal() {
    return goal;
  }

  boolean stops() {
    return goal instanceof Goal.Stop;
  }

  /** A stop overrules everything else; the first one says why. */
  void becomes(Goal other) {
    if (other instanceof Goal.Stop && !(goal instanceof Goal.Stop)) {
      goal = other;
    }
  }

  void heardBy(@Nullable Runnable done) {
    if (done != null) {
      waiting.add(done);
    }
  }

  void alarm(TimeSource.Alarm set) {
    alarm = set;
  }

  /** Over. */
  void finish() {
    if (alarm != null) {
      alarm.cancel();
    }
    waiting.forEach(Runnable::run);
  }
}
