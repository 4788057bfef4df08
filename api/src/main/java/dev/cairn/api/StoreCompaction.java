package dev.cairn.api;

import dev.cairn.api.bind.CompactionOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Deletes the events of a folder that no recovery needs: events that the oldest kept snapshot of their actor covers and
 * that every registered reader of the log has read. The classes of the actors are not needed. Used by one thread.
 *
 * <p>The snapshot is read before the events that it covers are deleted; if it is damaged, they stay. Deleted events are
 * gone from {@link ActorSystem#events} and {@link ActorSystem#stateAt} too, and a new reader of the log can begin only
 * with {@link EventLog.Start#SNAPSHOTS}. An actor with only one snapshot then has no fallback.
 *
 * <p>If a compaction is interrupted at any moment, it has deleted a part, and every actor recovers as before; the next
 * compaction goes on.
 */
public final class StoreCompaction {
  private final Path data;
  private Optional<KeyRing> keys = Optional.empty();
  private Optional<List<StoreInspector.Stream>> only = Optional.empty();

  private StoreCompaction(Path data) {
    this.data = data;
  }

  /** Describes the compaction of a folder. */
  public static StoreCompaction of(Path data) {
    return new StoreCompaction(data);
  }

  /** Sets the keys of sealed stores, without which their snapshots cannot be read. */
  public StoreCompaction keys(KeyRing ring) {
    keys = Optional.of(ring);
    return this;
  }

  /** Compacts these streams only. */
  public StoreCompaction only(List<StoreInspector.Stream> streams) {
    only = Optional.of(List.copyOf(streams));
    return this;
  }

  /**
   * Compacts, as the one writer of the folder.
   *
   * @param progress receives the progress from time to time
   * @return a result for each store
   * @throws StoreLocked if another process has the folder
   * @throws StoreException for every other failure; the next compaction goes on where this one stopped
   */
  public List<Result> run(Progress progress) {
    return run(false, progress);
  }

  /**
   * Returns what {@link #run} would do now, and deletes nothing. The folder may have a writer, which is not disturbed.
   *
   * @throws StoreException if the folder cannot be read
   */
  public List<Result> dryRun(Progress progress) {
    return run(true, progress);
  }

  private List<Result> run(boolean dry, Progress progress) {
    return Runtimes.first()
        .compact(new CompactionOptions(data, keys, only, dry, Configuration.ofProcess().access()), progress);
  }

  /** Receives the progress of a compaction. */
  @FunctionalInterface
  public interface Progress {
    /**
     * Reports one step.
     *
     * @param events how many of the covered events are done
     * @param all how many events snapshots cover
     */
    void step(long events, long all);
  }

  /**
   * The result of a compaction for one store.
   *
   * @param store the store
   * @param streams how many streams have lost events
   * @param deleted how many events were deleted
   * @param held how many covered events stay because a reader has not read them
   * @param holders the readers that have not read them
   * @param needed how many stay because no snapshot covers them
   * @param damages the streams from which nothing was deleted because the snapshot cannot be read
   */
  public record Result(String store, long streams, long deleted, long held, List<String> holders, long needed,
      List<StoreInspector.Damage> damages) {
    /** Copies the lists. */
    public Result {
      holders = List.copyOf(holders);
      damages = List.copyOf(damages);
    }
  }
}
