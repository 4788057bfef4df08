package dev.cairn.api;

import dev.cairn.api.bind.CopyOptions;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Copies all stores of a folder into a new folder, for the same or another backend, and then compares every record of
 * both. The original may have a writer, which is not disturbed: the copy is of one moment after the start, whatever is
 * stored and deleted meanwhile. Used by one thread.
 *
 * <p>The copy contains every stored event and every withdrawal in the order of the log, every snapshot, and the
 * sequences that were deleted. It is a new store: it refuses the offsets of the original. Without {@link #keepReaders}
 * the registered readers of the log are not copied, so each begins anew in the copy and gets every event again; a
 * backup and a restore keep the readers. The copy can be opened only when it is complete. An interrupted copy goes on
 * when it is made again, from a newer moment; if the original has meanwhile deleted the next events, the copy is
 * deleted and begun again.
 */
public final class StoreCopy {
  private final Path from;
  private final Path to;
  private Optional<String> backend = Optional.empty();
  private Optional<KeyRing> keys = Optional.empty();
  private Optional<KeyRing> newKeys = Optional.empty();
  private final Map<String, String> settings = new HashMap<>();
  private boolean readers;

  private StoreCopy(Path from, Path to) {
    this.from = from;
    this.to = to;
  }

  /**
   * Describes a copy from one folder to another, which is missing, empty, or contains the beginning of the same copy.
   */
  public static StoreCopy of(Path from, Path to) {
    return new StoreCopy(from, to);
  }

  /** Chooses the backend of the copy; the default is the backend of the original. */
  public StoreCopy backend(String name) {
    backend = Optional.of(name);
    return this;
  }

  /** Sets one of the own settings of the backend of the copy, which refuses an unknown setting. */
  public StoreCopy setting(String name, String value) {
    settings.put(name, value);
    return this;
  }

  /** Sets the keys of the sealed stores of the original; the copy is sealed with them as well. */
  public StoreCopy keys(KeyRing ring) {
    keys = Optional.of(ring);
    return this;
  }

  /** Seals the copy with other keys, also the stores that are plain in the original. */
  public StoreCopy rekey(KeyRing ring) {
    newKeys = Optional.of(ring);
    return this;
  }

  /**
   * Keeps the registered readers of the log, each before the event that is its next in the original: for a copy that
   * replaces the original, now or later.
   */
  public StoreCopy keepReaders() {
    readers = true;
    return this;
  }

  /**
   * Makes the copy. When this returns, it is complete, durable, and equal in every record.
   *
   * @param progress receives the progress from time to time
   * @throws StoreRefused if the new folder contains something else
   * @throws StoreDamaged if a record of the original cannot be read (the message names it), or if the copy differs
   * @throws StoreException for every other failure; the same copy goes on where this one stopped
   */
  public Result run(Progress progress) {
    return Runtimes.first()
        .copy(new CopyOptions(from, to, backend, keys, newKeys, readers, Configuration.ofProcess().access(), settings),
            progress);
  }

  /** The phase of a copy. */
  public enum Phase {
    /** Reading the original and storing the copy. */
    COPYING,
    /** Reading both folders and comparing them. */
    COMPARING
  }

  /** Receives the progress of a copy. */
  @FunctionalInterface
  public interface Progress {
    /**
     * Reports one step.
     *
     * @param events how many events are done
     * @param all how many events there were at the start
     */
    void step(Phase phase, long events, long all);
  }

  /**
   * The numbers of compared records, which are equal in both folders.
   *
   * @param streams how many streams
   * @param events how many events
   * @param snapshots how many snapshots
   * @param backend the backend of the copy
   * @param readers the registered readers of the original, as {@code store/reader}: with {@link #keepReaders} each goes
   *     on in the copy from its checkpoint, without it each begins anew
   */
  public record Result(long streams, long events, long snapshots, String backend, List<String> readers) {
    /** Copies the list. */
    public Result {
      readers = List.copyOf(readers);
    }
  }
}
