package dev.cairn.api;

import dev.cairn.api.bind.CompactionOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Deletes from a folder the events that no recovery needs: those that the oldest kept snapshot of their actor covers
 * and that every registered reader of the log has read. The classes of the actors are not needed. Used by one thread.
 *
 * <p>A snapshot is read before the events under it are deleted; where it is damaged, they stay. What is deleted is gone
 * from {@link ActorSystem#events} and {@link ActorSystem#stateAt} too, and a new reader of the log can begin only with
 * {@link EventLog.Start#SNAPSHOTS}. An actor that keeps one snapshot has nothing to fall back to afterwards.
 *
 * <p>Cut off at any moment, it has deleted a part, and every actor recovers as before; the next one goes on.
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

  /** Gives the keys of what is sealed, without which its snapshots cannot be read. */
  public StoreCompaction keys(KeyRing ring) {
    keys = Optional.of(ring);
    return this;
  }

  /** Looks at these streams only. */
  public StoreCompaction only(List<StoreInspector.Stream> streams) {
    only = Optional.of(List.copyOf(streams));
    return this;
  }

  /**
   * Compacts, as the one writer of the folder.
   *
   * @param progress is told now and then how far it is
   * @return what was done, a result for each store
   * @throws StoreLocked if another process has the folder
   * @throws StoreException for everything else that can go wrong; the next compaction goes on where this one stopped
   */
  public List<Result> run(Progress progress) {
    return run(false, progress);
  }

  /**
   * Tells what {@link #run} would do now, and deletes nothing. The folder may have a writer, which is not disturbed.
   *
   * @throws StoreException if it cannot be told
   */
  public List<Result> dryRun(Progress progress) {
    return run(true, progress);
  }

  private List<Result> run(boolean dry, Progress progress) {
    return Runtimes.first()
        .compact(new CompactionOptions(data, keys, only, dry, Configuration.ofProcess().access()), progress);
  }

  /** Hears how far a compaction is. */
  @FunctionalInterface
  public interface Progress {
    /**
     * Hears of one step.
     *
     * @param events how many of the events that a snapshot covers are dealt with
     * @param all how many there are
     */
    void step(long events, long all);
  }

  /**
   * What became of the events of one store.
   *
   * @param store the store
   * @param streams how many streams have lost events
   * @param deleted how many events were deleted
   * @param held how many a snapshot covers and a reader has still to read
   * @param holders who has
   * @param needed how many stay because no snapshot covers them
   * @param damages where nothing was deleted because the snapshot cannot be read
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
