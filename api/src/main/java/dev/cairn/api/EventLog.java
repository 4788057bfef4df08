package dev.cairn.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Every event of every actor of one store, in the order in which they were committed. Any thread may call.
 *
 * <p>A registered reader has a name; how far it has come is kept in the same store, and no event that it has not read
 * is deleted by compaction. So it must be dropped when it is not needed any more. Events of actors that keep none
 * ({@link Persistence#stateOnly}) are not in the log, and a purge deletes also what was not read: each registered
 * reader hears of it in its turn, {@link EventHandler#withdrawn}, also one that was not running then.
 */
public interface EventLog {

  /** Where a reader begins that the store does not know yet. A known one goes on where it was. */
  enum Start {
    /** With the first event; refused if that is not stored any more. */
    EVENTS,
    /** With the newest snapshot of each actor and the events after it. */
    SNAPSHOTS
  }

  /** Follows the log like {@link #follow(String, Start, EventHandler)}, beginning with the first event. */
  Following follow(String reader, EventHandler handler);

  /**
   * Registers a reader and hands it every event, at least once, in commit order, until it is closed or the system is.
   * It is registered, durably, when this returns.
   *
   * @param reader 1 to 128 bytes of well-formed UTF-8
   * @throws HistoryCompacted if a new reader wants the first event and that is not stored any more
   * @throws InvalidName if the name breaks its rule
   * @throws IllegalStateException if this system has a reader of that name under way
   */
  Following follow(String reader, Start start, EventHandler handler);

  /**
   * Follows the log from an offset of one's own: the one that the reader's database keeps in the same transaction with
   * what it made of the events. So a database that has lost its last transaction, or was restored, gets those events
   * again.
   *
   * <p>The reader is registered there, durably, when this returns, whether the store knew it or not, and wherever it
   * was before: from then on it holds what comes after that offset. States that it had still to take do not come.
   *
   * @param after the last event that the reader needs no more; {@link #start} for none
   * @throws HistoryCompacted if an event after that offset was compacted or purged and the reader was not registered
   *     there or before, which would have held it, and by which it hears of a purge; the reader stays what it was
   * @throws StoreRefused if the offset is of another store, or beyond the end of this one; the reader stays what it was
   * @throws InvalidName if the name breaks its rule
   * @throws IllegalStateException if this system has a reader of that name under way
   */
  Following follow(String reader, LogOffset after, EventHandler handler);

  /** The registered readers, in the order of their names. */
  List<Reader> readers();

  /**
   * Forgets a reader, whose events are then free to be deleted. If it is under way here, it is closed first; its
   * own handler may call this too, and gets no event after the one it is handling. One that is not there is fine.
   */
  void drop(String reader);

  /** The offset before the first event. */
  LogOffset start();

  /**
   * Reads a piece of the log without registering. Withdrawals are not shown here: whoever has to hear that events which
   * it has read were purged since, follows.
   *
   * @param after the offset to go on from: {@link #start}, or the {@link Page#next} of the page before
   * @param most how many events to return at most, from 1
   * @throws HistoryCompacted if an event after that offset was deleted meanwhile
   * @throws StoreRefused if the offset is of another store, or beyond the end of this one
   */
  Page read(LogOffset after, int most);

  /**
   * A piece of the log.
   *
   * @param events in commit order; empty if there are none yet
   * @param next where to go on: everything up to here was in this page or the ones before
   */
  record Page(List<LoggedEvent> events, LogOffset next) {
    /** Copies the list. */
    public Page {
      events = List.copyOf(events);
    }
  }

  /**
   * A registered reader.
   *
   * @param name its name
   * @param offset how far it has come, as of what is stored
   * @param time when that was stored
   */
  record Reader(String name, LogOffset offset, Instant time) {}

  /** A reader under way. Any thread may call. */
  interface Following extends AutoCloseable {

    /** The reader's name. */
    String reader();

    /** The last event that the handler has taken. */
    LogOffset offset();

    /**
     * Why it does not go on at present, if it does not: what its handler or a codec or an upcast in it threw, an error
     * too, or the store. Empty again once the event was taken. The reader tries again after 20 milliseconds, then after
     * longer and longer pauses, at most 10 seconds; until then its registration goes on holding events.
     */
    Optional<Throwable> trouble();

    /**
     * Ends after the event that is being handled, and stores how far it has come. A second call waits for the first.
     */
    @Override
    void close();
  }
}
