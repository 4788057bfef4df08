package dev.cairn.impl.journal;

import dev.cairn.impl.record.Metadata;
import dev.cairn.impl.record.UnreadableRecord;
import java.util.List;

/**
 * What an actor carries from snapshot to snapshot beside its state: the newest command ids, and the pending durable
 * timers. Used by one thread at a time.
 *
 * @param commandIds the newest ids
 * @param timers the pending timers
 */
record Carried(CommandIds commandIds, PendingTimers timers) {

  /** Nothing. */
  Carried() {
    this(new CommandIds(), new PendingTimers());
  }

  /**
   * Takes over what a snapshot has.
   *
   * @throws UnreadableRecord if it knows of later events than its own
   */
  void begin(Metadata metadata, long sequence) {
    metadata.done().forEach((id, at) -> {
      if (at < 1 || at > sequence) {
        throw new UnreadableRecord("it knows of a command at event " + at);
      }
    });
    metadata.timers().forEach(timer -> {
      if (timer.sequence() > sequence) {
        throw new UnreadableRecord("it knows of a timer of event " + timer.sequence());
      }
    });
    metadata.done().forEach(commandIds::add);
    timers.apply(metadata);
  }

  /**
   * Takes over what the metadata of an event says.
   *
   * @param sequence of the event; for a commit, of its last one
   */
  void add(Metadata metadata, long sequence) {
    metadata.commandId().ifPresent(id -> commandIds.add(id, sequence));
    timers.apply(metadata);
  }

  /** Returns this after a commit of events; this one stays as it is. */
  Carried after(Metadata metadata, long last) {
    return new Carried(metadata.commandId().map(id -> commandIds.with(id, last)).orElse(commandIds),
        timers.after(metadata));
  }

  /** Returns this without a timer; this one stays as it is. */
  Carried without(String timer) {
    return new Carried(commandIds, timers.without(List.of(timer)));
  }

  /** The metadata of a snapshot. */
  Metadata metadata() {
    return Metadata.ofSnapshot(commandIds.all(), timers.all());
  }
}
