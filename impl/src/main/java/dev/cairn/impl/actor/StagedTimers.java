package dev.cairn.impl.actor;

import dev.cairn.impl.journal.ActorTimers;
import dev.cairn.impl.record.Metadata;
import dev.cairn.impl.record.TimerSetting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the current call has changed of its durable timers and not stored yet. Used by the actor's thread. */
final class StagedTimers {
  private static final int MOST = 1000;

  private final Map<String, Optional<TimerSetting>> changes = new LinkedHashMap<>();

  /** The timer of a name, as the call sees it. */
  Optional<TimerSetting> find(String name, ActorTimers stored) {
    Optional<TimerSetting> change = changes.get(name);
    return change == null ? stored.find(name) : change;
  }

  /**
   * Sets a timer.
   *
   * @throws IllegalStateException if the actor has too many
   */
  void set(TimerSetting timer, ActorTimers stored, String path) {
    if (find(timer.name(), stored).isEmpty() && count(stored) >= MOST) {
      throw new IllegalStateException(
          path + " has " + MOST + " durable timers already, and cannot have the timer " + timer.name()
              + " too. Cancel some, or set one timer for the next thing to do.");
    }
    changes.put(timer.name(), Optional.of(timer));
  }

  /** How many there are once the changes are stored. */
  private long count(ActorTimers stored) {
    long begun = changes.keySet().stream().filter(name -> stored.find(name).isEmpty()).count();
    long ended = changes.values().stream().filter(Optional::isEmpty).count();
    return stored.size() + begun - ended;
  }

  /** Ends a timer; one that was never stored is forgotten. */
  void end(String name, ActorTimers stored) {
    if (stored.find(name).isPresent()) {
      changes.put(name, Optional.empty());
    } else {
      changes.remove(name);
    }
  }

  /** Whether a timer is changed. */
  boolean concerns(String name) {
    return changes.containsKey(name);
  }

  /** Adds the changes to the metadata of the first event of a commit. */
  Metadata into(Metadata metadata, long sequence) {
    if (changes.isEmpty()) {
      return metadata;
    }
    List<TimerSetting> set = new ArrayList<>();
    List<String> ended = new ArrayList<>();
    changes.forEach((name, change) -> change.ifPresentOrElse(timer -> set.add(timer.at(sequence)),
        () -> ended.add(name)));
    return metadata.with(set, ended);
  }

  /** They are stored, or given up. */
  void clear() {
    changes.clear();
  }

  /**
   * Called when the author's code has returned.
   *
   * @throws IllegalStateException if something is not stored
   */
  void requireNone(String path) {
    if (!changes.isEmpty()) {
      String names = String.join(", ", changes.keySet());
      changes.clear();
      throw new IllegalStateException("The durable timers that " + path + " has set or cancelled are not stored, and"
          + " nothing of them has changed: " + names
          + ". A durable timer is stored with an event: persist one after setting or cancelling it.");
    }
  }
}
