package dev.cairn.api;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * The address of one stream of events, for a program that has no actor for it. Any thread may call. Two addresses of
 * one stream are equal and mean the same.
 *
 * <p>A change has one of four outcomes. It is stored, with the durability of the system, and the method returns. It is
 * certainly not stored: {@link PersistRejected} where it breaks a rule, with {@link AppendConflict} where the stream is
 * elsewhere than expected; {@link PersistFailed} where the store is unhealthy. Or nobody knows within the persist
 * deadline: {@link PersistUnknown}. The store opens again by itself after a failure, as it does for actors.
 *
 * <p>Blocking methods wait at most about as long as the persist deadline; an interruption does not end the wait for an
 * outcome. A handler of an actor may call them, for streams of other names than its own.
 *
 * @param <E> the events
 * @param <S> the snapshots
 */
public interface StreamRef<E, S> {

  /** The name of the stream's type. */
  String type();

  /** The stream's id. */
  String id();

  /** The path by which messages and tools name the stream, as {@link ActorRef#path}. */
  String path();

  /**
   * Appends events as one: all of them or none. They get the sequences after the expected one. An empty list stores
   * nothing, and nobody looks where the stream is.
   *
   * <p>If the first event has a command id, and the first event after the expected sequence is stored with the same
   * one, then this append was stored before: nothing is stored again. So an append whose outcome is unknown is repeated
   * as it was.
   *
   * @param expected the last sequence of the stream, as the caller knows it; 0 for a stream that never held anything
   * @return the sequence of the last event
   * @throws AppendConflict if the last sequence is another one, which it tells; nothing was stored
   * @throws AlreadyDone if the same append was stored before
   * @throws PersistRejected if an event cannot be stored or is too large, or an actor of this name is active; nothing
   *     was stored
   * @throws PersistFailed if the store is unhealthy, or an append that is under way ends where this one begins, and is
   *     not stored; nothing was stored
   * @throws PersistUnknown if the outcome is unknown
   */
  long append(long expected, List<? extends NewEvent<? extends E>> events);

  /**
   * Appends events as one at the end of the stream, wherever it is. A command id is stored with each event, and nobody
   * looks whether the stream has it: an append whose outcome is unknown may be stored twice if it is repeated. All else
   * as {@link #append(long, List)}.
   */
  long append(List<? extends NewEvent<? extends E>> events);

  /**
   * Appends events as {@link #append(long, List)} does, and returns at once. It waits only while too much is under way,
   * at most the persist deadline. The bytes and collections in the events must not change before the outcome is known.
   *
   * <p>Many appends of one stream may be under way. They take their turn in the order of these calls, and one that
   * expects the end of another one which is still under way follows it: if that one is not stored, neither is this one,
   * which is {@link PersistFailed}. One that expects something else waits until those before it have an outcome.
   *
   * @return completes with the sequence of the last event, or with an exception of {@link #append(long, List)}; on a
   *     virtual thread of the runtime, whose other work waits while a dependent action runs
   */
  CompletableFuture<Long> appendAsync(long expected, List<? extends NewEvent<? extends E>> events);

  /** Appends events as {@link #append(List)} does, and returns as {@link #appendAsync(long, List)}. */
  CompletableFuture<Long> appendAsync(List<? extends NewEvent<? extends E>> events);

  /**
   * Returns the sequence of the newest event that was ever stored, 0 for a stream that never held anything. It stays
   * when events are deleted and when the stream is purged.
   *
   * @throws StoreException if the store cannot be read
   */
  long lastSequence();

  /**
   * Reads a range of the stream in order, as {@link ActorSystem#events} reads that of an actor: page by page as the
   * result is consumed, without a gap, from the first stored event in the range. {@link LoggedEvent#as(StreamType)}
   * decodes an event.
   *
   * @param from the first sequence
   * @param to the last sequence, {@link Long#MAX_VALUE} for all
   * @throws StoreException if the store cannot be read; also while the result is consumed
   */
  Stream<LoggedEvent> events(long from, long to);

  /**
   * Stores a snapshot: the state after an event. One of the same sequence is replaced, so a repeat does no harm.
   *
   * @param sequence of the last event that the state contains, from 1
   * @param keep how many snapshots the stream keeps, the newest ones, from 1; this one counts
   * @throws PersistRejected if the stream ends before that event, or the event is deleted, or the state cannot be
   *     stored or is too large, or an actor of this name is active; nothing was stored
   * @throws PersistFailed if the store is unhealthy; nothing was stored
   * @throws PersistUnknown if the outcome is unknown; store it again
   */
  void putSnapshot(long sequence, S state, int keep);

  /**
   * Returns the newest snapshot that contains no later event than this. {@link LoggedState#as(StreamType)} decodes it.
   *
   * @param atMost the last sequence that counts, {@link Long#MAX_VALUE} for the newest snapshot
   * @throws StoreException if the store cannot be read, or the snapshot is damaged
   */
  Optional<LoggedState> snapshot(long atMost);

  /**
   * Deletes the events up to a sequence for good, and the snapshots before it. A snapshot at that sequence or a later
   * one must sum them up: a stream without its first events and without a snapshot is damage. Whoever keeps states
   * elsewhere puts an empty snapshot first. As with actors, events that a registered reader of the log has not read
   * stay; call again later.
   *
   * @return the sequence through which the events are deleted now: the given one, or less where readers hold events
   * @throws PersistRejected if no snapshot sums up the events, or an actor of this name is active; nothing was deleted
   * @throws PersistFailed if the store is unhealthy; nothing was deleted
   * @throws PersistUnknown if the outcome is unknown; delete again
   */
  long deleteThrough(long sequence);

  /**
   * Deletes every event and snapshot for good, also events that readers of the log have not read: they get a withdrawal
   * ({@link EventHandler#withdrawn}). Sequences go on and are not used again.
   *
   * @throws PersistRejected if an actor of this name is active; nothing was deleted
   * @throws PersistFailed if the store is unhealthy; nothing was deleted
   * @throws PersistUnknown if the outcome is unknown; purge again
   */
  void purge();

  /**
   * Begins a stream that never held anything in the middle, for an import of one whose first events are gone: they
   * count as purged, and the next event gets the sequence after them.
   *
   * @param sequence of the last event that is gone, from 1
   * @throws AppendConflict if the stream has ever held something, which it tells; a repeat does no harm as long as
   *     nothing was appended
   * @throws PersistRejected if an actor of this name is active
   * @throws PersistFailed if the store is unhealthy
   * @throws PersistUnknown if the outcome is unknown; {@link #lastSequence} tells it later
   */
  void beginAfter(long sequence);
}
