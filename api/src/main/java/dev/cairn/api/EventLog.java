package dev.cairn.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Every event of every actor of one store, in the order in which they were committed. Any thread may call.
 *
 * <p>A registered reader has a name. Its checkpoint is kept in the same store, and compaction deletes no event that it
 * has not read. So drop a reader that is no longer needed. Actors with {@link Persistence#stateOnly} have no events in
 * the log. A purge deletes unread events too: each registered reader gets a withdrawal in the order of the log ({@link
 * EventHandler#withdrawn}), also a reader that was not running at that time.
 */
public interface EventLog {

  /** Where a new reader begins. A registered reader goes on from its checkpoint. */
  enum Start {
    /** With the first event; refused if it is no longer stored. */
    EVENTS,
    /** With the newest snapshot of each actor and the events after it. */
    SNAPSHOTS
  }

  /** Follows the log like {@link #follow(String, Start, EventHandler)}, beginning with the first event. */
  Following follow(String reader, EventHandler handler);

  /**
   * Registers a reader and hands it every event, at least once, in commit order, until the reader or the system is
   * closed. When this returns, the registration is durable.
   *
   * @param reader 1 to 128 bytes of well-formed UTF-8
   * <p>Where several processes share the location through a {@link ActorSystem.Builder#placement placement}, each of
   * them follows; the reader runs in one at a time, and goes on in another from its checkpoint when that one ends.
   *
   * @throws HistoryCompacted if a new reader is to begin with the first event, which is no longer stored
   * @throws InvalidName if the name breaks its rule
   * @throws IllegalStateException if a reader of that name is running in this system
   */
  Following follow(String reader, Start start, EventHandler handler);

  /**
   * Follows the log from an offset that the reader keeps itself: its database stores the offset in the same transaction
   * as the results of the events. So a database that has lost its last transaction, or was restored, gets those events
   * again.
   *
   * <p>When this returns, the reader is durably registered at that offset, whether it was registered before or not, and
   * wherever its checkpoint was. From then on it holds the events after that offset. States that it had not yet handled
   * do not come.
   *
   * @param after the last event that the reader needs no more; {@link #start} for none
   * @throws HistoryCompacted if an event after that offset was compacted or purged, and the reader had no checkpoint at
   *     that offset or before it, which would have held the events and announced the purge; the reader stays as it was
   * @throws StoreRefused if the offset is of another store, or beyond the end of this one, or the system is placed in
   *     several processes, which share the checkpoint in the store; the reader stays as it was
   * @throws InvalidName if the name breaks its rule
   * @throws IllegalStateException if a reader of that name is running in this system
   */
  Following follow(String reader, LogOffset after, EventHandler handler);

  /**
   * Follows a part of the log from an offset that the reader keeps itself, as {@link #follow(String, LogOffset,
   * EventHandler)}. The handler gets what passes the filter. The reader moves past the other events too, so it does not
   * hold them. Its checkpoint, which only holds events, is stored about once a second while it moves, and when it ends.
   * It runs here also where the system shares its location with others: its own database must decide who follows.
   *
   * @throws HistoryCompacted as without a filter, but only if events of an actor that passes by type and slice were
   *     compacted. A purge is told as a withdrawal, and does not keep a new reader from beginning
   * @throws StoreRefused as without a filter
   * @throws InvalidName if the name breaks its rule
   * @throws IllegalStateException if a reader of that name is running in this system
   */
  Following follow(String reader, LogOffset after, EventFilter filter, EventHandler handler);

  /** The registered readers, in the order of their names. */
  List<Reader> readers();

  /**
   * Deletes the registration of a reader. Compaction may then delete the events that only this reader held. A reader
   * that is running here is closed first; its own handler may call this too, and gets no event after the current one.
   * Does nothing for an unknown reader.
   */
  void drop(String reader);

  /** The offset before the first event. */
  LogOffset start();

  /**
   * Reads a part of the log without registering a reader. It shows no withdrawals and no events of forgotten actors. To
   * learn that events were purged or forgotten after they were read, use {@link #follow}.
   *
   * @param after the offset after which to read: {@link #start}, or the {@link Page#next} of the previous page
   * @param most the highest number of events to return, from 1
   * @throws HistoryCompacted if an event after that offset was deleted meanwhile
   * @throws StoreRefused if the offset is of another store, or beyond the end of this one, or of an event that the
   *     store has lost ({@link EventHandler#lost}); then the message has the offset to go on from
   */
  Page read(LogOffset after, int most);

  /**
   * Reads a part of the log as {@link #read} does, and passes over what was deleted: for whoever wants the events that
   * are stored today, and no account of the others. What was deleted while the page was read may be missing or not.
   *
   * @throws StoreRefused as {@link #read}
   */
  Page stored(LogOffset after, int most);

  /**
   * The offset before which no event can appear any more: the end of the log as of now. With it a reader that goes from
   * page to page knows where to stop.
   */
  LogOffset end();

  /**
   * A part of the log.
   *
   * @param events in commit order; empty if there are none yet
   * @param next the offset for the next page: everything up to it was in this page or the pages before
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
   * @param offset its stored checkpoint
   * @param time when the checkpoint was stored
   */
  record Reader(String name, LogOffset offset, Instant time) {}

  /** A running reader. Any thread may call. */
  interface Following extends AutoCloseable {

    /** The reader's name. */
    String reader();

    /**
     * How far the reader has come: the handler has taken every event up to this offset that it wants. Where the log has
     * no more events for now, the end of the log.
     */
    LogOffset offset();

    /**
     * Why the reader is stuck, if it is: the exception or error of its handler, of a codec or upcast, or of the store.
     * Empty again once the event was handled. The reader tries again after 20 milliseconds, then after longer and
     * longer pauses of at most 10 seconds; meanwhile its registration goes on holding events. After some seconds, or
     * where the reader ends like that, the text of the trouble is stored beside the checkpoint, and {@link
     * StoreInspector#readers} shows it.
     */
    Optional<Throwable> trouble();

    /**
     * Whether it goes on. False once it was closed, or its system was, or another process has taken the reader over.
     */
    boolean isRunning();

    /**
     * Ends after the current event and stores the checkpoint. A second call waits for the first.
     */
    @Override
    void close();
  }
}
