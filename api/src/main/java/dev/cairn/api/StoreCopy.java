package dev.cairn.api;

import dev.cairn.api.bind.CopyOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
  private Duration grace = Duration.ofSeconds(10);

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

  /**
   * Sets the keys of the sealed stores of the original; the copy is sealed with them as well. A store with personal
   * types needs its personal keys to be copied, which are not copied: the copy is read with the same ones.
   */
  public StoreCopy keys(KeyRing ring) {
    keys = Optional.of(ring);
    return this;
  }

  /**
   * Seals the copy with other keys, also the stores that are plain in the original. A store with personal types is
   * refused ({@link StoreRefused}): its personal keys are wrapped by its ring.
   */
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

  /**
   * Sets how long no session may write to the original before a copy that {@link #follow follows} is completed; the
   * default is 10 seconds. A writer that is killed or deployed anew comes back within that time; a warm standby has a
   * long one.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public StoreCopy grace(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("A grace of " + time + " is negative.");
    }
    grace = time;
    return this;
  }

  /**
   * Makes the copy and goes on while the original is written: pass after pass it takes what is new, with snapshots,
   * types, keys, readers, and what was deleted. Once no session has written for the {@link #grace grace}, it takes the
   * rest, compares every record, and returns; then the copy is complete, durable and equal, and can be opened in place
   * of the original. It always {@link #keepReaders keeps the readers}.
   *
   * <p>This blocks its thread for as long as the original is written; an interrupt ends it with a
   * {@link StoreUnavailable}. However it ends, also by the death of the process, the unfinished copy goes on with the
   * same call; what it has is not copied again. A copy that was whole once is a warm standby, which
   * {@link StorePromotion} makes a store if the original is lost.
   *
   * @param follower receives the progress and the lag, on this thread
   * @throws StoreRefused if the new folder contains something else, or has what the original has not: the original was
   *     replaced, or has lost its newest events. The copy stays as it is
   * @throws StoreUnavailable if the original cannot be read for half a minute, or the copy not written, for instance
   *     because its disk is full
   * @throws StoreDamaged if a record of the original cannot be read (the message names it), or if the copy differs
   * @throws StoreException for every other failure; the same call goes on
   */
  public Result follow(Follower follower) {
    return Runtimes.first().follow(new CopyOptions(from, to, backend, keys, newKeys, true,
        Configuration.ofProcess().access(), settings), grace, follower);
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

  /** Receives the progress and the lag of a copy that follows. */
  public interface Follower extends Progress {
    /** Reports how far the copy is behind, after each event that it takes, and at the end of each pass. */
    void lag(Lag lag);
  }

  /**
   * How far a copy is behind its original, as of the moment that the current pass reads. It does not count states of
   * actors that store no events.
   *
   * @param copied how many events this call has copied
   * @param behind how many events of that moment are not copied yet
   * @param age how old the event is that was just copied; zero when none is left
   * @param newest when that event was stored
   */
  public record Lag(long copied, long behind, Duration age, Instant newest) {}

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
