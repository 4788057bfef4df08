package dev.cairn.impl.journal;

import dev.cairn.impl.record.TimerSetting;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.impl.record.UnstorableValue;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The durable timers of one actor that are stored and pending. Used by the actor's thread. */
public final class ActorTimers {
  private final StreamRecords records;
  private final Supplier<PendingTimers> pending;

  ActorTimers(StreamRecords records, Supplier<PendingTimers> pending) {
    this.records = records;
    this.pending = pending;
  }

  /** The timer of a name. */
  public Optional<TimerSetting> find(String name) {
    return Optional.ofNullable(pending.get().find(name));
  }

  /** Whether a timer is pending as that event has set it. */
  public boolean isPending(String name, long sequence) {
    return find(name).filter(timer -> timer.sequence() == sequence).isPresent();
  }

  /** All of them. */
  public List<TimerSetting> all() {
    return pending.get().all();
  }

  /** How many there are. */
  public int size() {
    return pending.get().size();
  }

  /**
   * Makes a timer that an event is to set.
   *
   * @throws UnstorableValue if the command cannot be stored
   */
  public TimerSetting make(String name, long millis, Object command) {
    return records.timer(name, 1, millis, command);
  }

  /**
   * The command of a timer.
   *
   * @throws UnreadableRecord if this program does not know it, or cannot read it
   */
  public Object command(TimerSetting timer) {
    return records.command(timer);
  }
}
