package dev.cairn.api;

import dev.cairn.api.bind.CopyOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Copies all stores of a folder into a new one, for the same or another backend, and then compares every record of
 * both. The original may have a writer, which is not disturbed: the copy is of one moment after it began, whatever is
 * stored and deleted meanwhile. Used by one thread.
 *
 * <p>The copy holds every stored event and every withdrawal in the order of the log, every snapshot, and what is known
 * of deleted history. It is a store of its own: an offset of the original means nothing to it. The registered readers
 * of the log are not copied, so each begins anew in the copy and gets every event again, unless {@link #keepReaders} is
 * called, as a backup and a restore do. It can be opened only when it is complete. A copy that was cut off goes on when
 * it is made again, from a newer moment; where the original has meanwhile deleted what comes next, it is deleted and
 * begun again.
 */
public final class StoreCopy {
  private final Path from;
  private final Path to;
  private Optional<String> backend = Optional.empty();
  private Optional<KeyRing> keys = Optional.empty();
  private Optional<KeyRing> newKeys = Optional.empty();
  private boolean readers;

  private StoreCopy(Path from, Path to) {
    this.from = from;
    this.to = to;
  }

  /** Describes a copy from one folder to another, which is new, empty, or holds the beginning of the same copy. */
  public static StoreCopy of(Path from, Path to) {
    return new StoreCopy(from, to);
  }

  /** Chooses the backend of the copy; without a choice it is that of the original. */
  public StoreCopy backend(String name) {
    backend = Optional.of(name);
    return this;
  }

  /** Gives the keys of what is sealed in the original; the copy is sealed with them as well. */
  public StoreCopy keys(KeyRing ring) {
    keys = Optional.of(ring);
    return this;
  }

  /** Seals the copy with other keys, and what is plain too. */
  public StoreCopy rekey(KeyRing ring) {
    newKeys = Optional.of(ring);
    return this;
  }

  /**
   * Keeps the registered readers of the log, each before the very event that comes next to it in the original: for a
   * copy that takes the place of the original, or may one day.
   */
  public StoreCopy keepReaders() {
    readers = true;
    return this;
  }

  /**
   * Makes the copy. When this returns, it is whole, durable, and the same in every record.
   *
   * @param progress is told now and then how far it is
   * @throws StoreRefused if the new folder holds something else
   * @throws StoreDamaged if a record of the original cannot be read, naming it; or if the copy differs
   * @throws StoreException for everything else that can go wrong; the same copy goes on where this one stopped
   */
  public Result run(Progress progress) {
    return Runtimes.first()
        .copy(new CopyOptions(from, to, backend, keys, newKeys, readers, Configuration.ofProcess().access()), progress);
  }

  /** What a copy is doing. */
  public enum Phase {
    /** Storing what was read. */
    COPYING,
    /** Reading both and comparing them. */
    COMPARING
  }

  /** Hears how far a copy is. */
  @FunctionalInterface
  public interface Progress {
    /**
     * Hears of one step.
     *
     * @param events how many events are done
     * @param all how many there were when it began
     */
    void step(Phase phase, long events, long all);
  }

  /**
   * What was compared in the end and is the same.
   *
   * @param streams how many streams
   * @param events how many events
   * @param snapshots how many snapshots
   * @param backend the backend of the copy
   * @param readers the registered readers of the original, as {@code store/reader}: each goes on in the copy where it
   *     was if readers were to be kept, and begins anew there if not
   */
  public record Result(long streams, long events, long snapshots, String backend, List<String> readers) {
    /** Copies the list. */
    public Result {
      readers = List.copyOf(readers);
    }
  }
}
