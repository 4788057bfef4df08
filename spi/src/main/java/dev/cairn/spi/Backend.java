package dev.cairn.spi;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One open location: one generation, one log. A plain blocking object that knows bytes.
 *
 * <p>Thread rules: {@link #commit} is called by one thread at a time; everything else by any thread, also while a
 * commit runs. Calls may block on the disk and are never made on virtual
 * threads, except an unsynced commit of a backend that does not {@link BackendInfo#waits wait}.
 *
 * <p>After {@link #close} every call throws {@link BackendException.Closed}. Every method may throw
 * {@link BackendException.Unavailable} or {@link BackendException.Corrupt}.
 */
public interface Backend extends AutoCloseable {

  /** Describes this session; never changes while it is open. */
  BackendInfo info();

  /**
   * Stores a batch of commits: the one write door. Each commit is stored whole or not at all; a commit that conflicts,
   * is fenced or too large touches only itself. One stream may stand in the batch several times and is served in
   * order.
   *
   * <p>When this returns, what is {@link CommitResult.Stored} is as durable as {@link BackendInfo#durability} says
   * and visible to every later read. When it throws {@link BackendException.Full}, nothing of the batch is stored, and
   * the caller goes on with this instance. When it throws anything else, the outcome of the whole batch is unknown; the
   * caller closes this instance and opens another before it writes again. Until it is closed it can be read, and claims
   * of its epoch are answered: the caller may keep it for that while the disk is full.
   *
   * @param commits at least one
   * @return one result for each commit, in order
   * @throws BackendException.Misconfigured if the location was opened to read
   */
  List<CommitResult> commit(List<Commit> commits);

  /**
   * Takes a stream over from whoever writes it, and returns the epoch for the commits of the new writer.
   *
   * <p>Where one session writes at a time, the epoch of every stream is the {@link BackendInfo#generation} of this
   * session, and nothing is stored here. Where {@link BackendInfo#multiProcess several processes write}, the epoch is a
   * number that no claim of the stream has ever got, and from the return on every commit with another one is
   * {@link CommitResult.Fenced}; a commit that is under way is stored before or not at all. A stream that never held
   * anything need not keep its epoch: the first commit decides, and is a conflict or fenced for all others.
   *
   * @throws BackendException.Misconfigured if the location was opened to read
   */
  Claim claim(StreamKey stream);

  /**
   * Looks whether a claim still holds, for a writer that goes on, and returns the epoch to go on with. Takes the stream
   * over from nobody. Where one session writes at a time, a claim of an earlier session of the same process is one of
   * this session from now on.
   *
   * @param epoch what a claim has given
   * @throws BackendException.Fenced if somebody else has claimed the stream since
   * @throws BackendException.Misconfigured as {@link #claim}
   */
  default Claim renew(StreamKey stream, long epoch) {
    return claim(stream);
  }

  /**
   * Ends for good what an earlier session of this process has left under way: when this returns, each of its commits is
   * stored and visible, or never will be. Needed where {@link BackendInfo#multiProcess several processes write}; in
   * other places opening does this. May be called again, and for a session that nobody knows.
   *
   * @param generation of the earlier session, which is closed
   */
  default void settle(long generation) {
    info(); // which says so where this is closed
  }

  /**
   * Holds what a reader of the log has still to read, for all processes that write: from the return on no commit
   * deletes an event after this position. What the reader holds already it goes on to hold. A position in an era that
   * lost its end counts as the end of that era. Called where {@link BackendInfo#multiProcess several processes write},
   * and means nothing elsewhere.
   */
  default void hold(String store, String reader, Position readThrough) {
    info(); // which says so where this is closed
  }

  /**
   * Frees what a reader of the log has read; the opposite of {@link #hold}.
   *
   * @param readThrough what comes after this position is still held; nothing where it is empty
   */
  default void release(String store, String reader, Optional<Position> readThrough) {
    info(); // which says so where this is closed
  }

  /**
   * Reads all that a recovery needs: the head, the newest snapshot at or below a sequence, and every event after that
   * snapshot. A caller whose snapshot proves unreadable comes again with a lower {@code atMost}. If an event is deleted
   * before the cursor has come to it, the cursor throws {@link BackendException.Unavailable}, never skips it. Events
   * are best read when the cursor is asked for them, since some callers want only the head or the snapshot.
   *
   * @param atMost the highest snapshot to consider, 0 for none
   */
  Recovery recover(StreamKey stream, long atMost);

  /**
   * Takes a stream over and reads all that its recovery needs: a {@link #claim} and then a {@link #recover} from the
   * newest snapshot. A backend that can do both in one visit does so here; then nothing is committed to the stream in
   * between.
   *
   * @return with the epoch of the claim
   * @throws BackendException.Misconfigured as {@link #claim}
   */
  default Recovery takeOver(StreamKey stream) {
    Claim claim = claim(stream);
    return recover(stream, Long.MAX_VALUE).under(claim.epoch());
  }

  /**
   * Reads a range of one stream in order of sequence. Bounds are inclusive; what lies outside the stored range is left
   * out, also what is deleted meanwhile, and a range that holds nothing gives an empty cursor.
   */
  Cursor<StoredEvent> events(StreamKey stream, long from, long to);

  /**
   * Reads the events of all streams of a store in commit order, from just after a position up to the horizon: the
   * highest position below which nothing can still appear.
   *
   * @throws BackendException.Misconfigured if {@link BackendInfo#globalLog} is false
   */
  LogCursor log(String store, Position after);

  /**
   * Lists the heads of the streams of a store that ever held something, ordered by type and then id, both by bytes.
   *
   * @param after the stream of this store after which the list begins, whether it is there or not; empty for all
   */
  Cursor<StreamHead> streams(String store, Optional<StreamKey> after);

  /** Lists the names of the stores in this location, in order. */
  List<String> stores();

  /**
   * Opens a second instance that shows this location as it is at one moment during this call, whatever is committed or
   * deleted afterwards. Backups, verifications and copies read through one. It refuses to write, as
   * a session that reads does, and ends when it is closed or when this instance is. Any thread may call, also while a
   * commit runs, and does not wait for it.
   *
   * <p>The engine keeps what is deleted as long as such an instance is open, so none is held longer than a task needs.
   * An engine that cannot keep it any longer throws {@link BackendException.Unavailable} from the next call, and never
   * shows another moment; the caller opens another one and begins anew.
   *
   * @throws BackendException.Misconfigured if this is such an instance itself
   */
  Backend pointInTime();

  /**
   * Looks for damage that the other methods do not show, in what an engine keeps beside events and snapshots: a key
   * that leads to no record, a record to which no key leads, a row that is there twice. Goes on where something is
   * damaged. May read much; a verification calls this once, on one moment of the location, and reads the rest by the
   * other methods.
   *
   * @param found is told each damaged place, which names its stream where it is one of a stream
   */
  default void verify(Consumer<? super BackendException.Corrupt> found) {
    info(); // which says so where this is closed
  }

  /**
   * Tells what this session counts and holds, for dashboards: how much was written, how large caches are, how much
   * waits. A gauge is its value now; a counter is its sum since the session began. Cheap enough for every second; never
   * waits for the disk. Any thread may call, also a virtual one and while a commit runs.
   *
   * @return values from 0 by their names, of lower-case letters, digits and hyphens, which say the unit; empty where
   *     nothing is counted
   */
  default Map<String, Long> statistics() {
    info(); // which says so where this is closed
    return Map.of();
  }

  /**
   * Tells who writes to the location now, this session too: one text for each session, which names its process, the
   * machine of the process where it may be another one, and when it began. For people.
   *
   * @return empty where nobody writes, or where the backend does not know
   */
  default List<String> holders() {
    info(); // which says so where this is closed
    return List.of();
  }

  /**
   * Ends what is under way, frees the location and its lock. Open cursors end with {@link BackendException.Closed}. A
   * second call does nothing.
   */
  @Override
  void close();
}
