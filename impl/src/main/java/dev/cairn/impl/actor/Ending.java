package dev.cairn.impl.actor;

import dev.cairn.api.CairnListener.Passivated;
import dev.cairn.api.Terminated;
import dev.cairn.api.TimeSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An instance that is ending, and what comes after it. Only the actor's thread uses it. */
final class Ending {
  /** What comes after the instance. */
  sealed interface Goal {
    /** A fresh instance, after a pause that may be 0 nanoseconds. */
    record Restart(long pause) implements Goal {}

    /** No instance in memory: the actor is idle, or too many actors are in memory. */
    record Rest(Passivated.Reason reason) implements Goal {}

    /** The end of the actor. */
    record Stop(Terminated.Cause cause) implements Goal {}
  }

  private final List<Runnable> listeners = new ArrayList<>();
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

  /** Changes the goal. Only a stop changes it; of several stops the first one gives the cause. */
  void change(Goal other) {
    if (other instanceof Goal.Stop && !(goal instanceof Goal.Stop)) {
      goal = other;
    }
  }

  /** Adds what runs when the ending is over. */
  void addListener(@Nullable Runnable done) {
    if (done != null) {
      listeners.add(done);
    }
  }

  void alarm(TimeSource.Alarm set) {
    alarm = set;
  }

  /** The instance has ended: tells the listeners. */
  void finish() {
    if (alarm != null) {
      alarm.cancel();
    }
    listeners.forEach(Runnable::run);
  }
}
