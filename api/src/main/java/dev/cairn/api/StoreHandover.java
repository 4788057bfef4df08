package dev.cairn.api;

import dev.cairn.api.bind.HandoverOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Hands the location of a running system over to another folder, disk or backend, with all its stores, without a stop.
 * Used by one thread; the system is used by all others as before.
 *
 * <pre>{@code
 * StoreHandover.Result result = StoreHandover.of(system, Path.of("/mnt/new/data")).backend("rocksdb").run();
 * }</pre>
 *
 * <p>The location is copied and compared while the system writes, round after round, until little is left. Then comes
 * the one pause: commits and their asks wait, what is under way ends, the rest is copied and compared, and the system
 * goes on in the new folder. Actors keep their states, timers and waiting commands; events keep their sequences. No
 * ask fails because of it, if its timeout and the persist deadline of the system are longer than the pause.
 *
 * <p>The stores are new ones, as those of a {@link StoreCopy} that keeps its readers. Each reader of the log goes on
 * after the last event that it took, and its handler's {@link EventHandler#flush} gets the new offset. Offsets of the
 * former location are translated, also after a restart, as long as its folder stays where it is; so a database that
 * keeps its own offset goes on too. A head of a hash chain is of the former location; take a new one.
 *
 * <p>The former folder stays as it is. It is marked, so that no system and no copy opens it by accident: the error
 * names the new folder. Keep it until backups and programs know the new one.
 */
public final class StoreHandover {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final ActorSystem system;
  private final Path to;
  private Optional<String> backend = Optional.empty();
  private Optional<Durability> durability = Optional.empty();
  private final Map<String, String> settings = new HashMap<>();
  private Duration longestPause = PAUSE;

  private StoreHandover(ActorSystem system, Path to) {
    this.system = system;
    this.to = to;
  }

  /** Describes a hand-over to a folder that is missing, empty, or holds the beginning of the same one. */
  public static StoreHandover of(ActorSystem system, Path to) {
    return new StoreHandover(system, to);
  }

  /** Chooses the backend in the new folder; the default is the backend of the system. */
  public StoreHandover backend(String name) {
    backend = Optional.of(name);
    return this;
  }

  /** Sets the durability in the new folder; the default is the strongest of the backend. */
  public StoreHandover durability(Durability level) {
    durability = Optional.of(level);
    return this;
  }

  /** Sets one of the own settings of the backend in the new folder, which refuses an unknown setting. */
  public StoreHandover setting(String name, String value) {
    settings.put(name, value);
    return this;
  }

  /**
   * Sets how long commits may wait until it is decided that the system goes on in the new folder, 1 second by default.
   * If that would take longer, they go on in the former one after this time, and the hand-over catches up and tries
   * again. The pause comes when a round has taken a fifth of this time; where rounds get no shorter, half of it.
   */
  public StoreHandover longestPause(Duration pause) {
    longestPause = pause;
    return this;
  }

  /** Hands over, and tells nobody how far it is. */
  public Result run() {
    return run(new StoreCopy.Follower() {
      @Override
      public void step(StoreCopy.Phase phase, long events, long all) {}

      @Override
      public void lag(StoreCopy.Lag lag) {}
    });
  }

  /**
   * Hands over, and returns when the system has gone on in the new folder. If this throws, the system goes on in the
   * former folder, with all that was acknowledged; the new one holds an unfinished copy, with which the same call goes
   * on. That is so too if the process dies before it is decided; if it dies later, the new folder has all, and a start
   * in the former one is refused with its name. An interrupt and a close of the system end the hand-over.
   *
   * @param follower receives the progress and the lag, on a thread of its own, and nothing during the pause
   * @throws StoreRefused if the location cannot be handed over (several processes write it, its engine or that of the
   *     new folder is a server, it keeps nothing, or single stores have keys of their own), if the new folder holds
   *     something else, or if the location is being handed over already
   * @throws StoreUnavailable if the new folder cannot be written, for instance because its disk is full; if the copy
   *     does not catch up, because the system writes as fast as the copy takes (the message has both rates); if the
   *     pause was too long five times; or if the system closes, or the thread is interrupted
   * @throws StoreDamaged if a record cannot be read (the message names it), or if the copy differs
   * @throws BackendNotChosen if there is no such backend
   */
  public Result run(StoreCopy.Follower follower) {
    return Runtimes.first().handOver(
        new HandoverOptions(system, to, backend, durability, settings, longestPause), follower);
  }

  /**
   * What was handed over.
   *
   * @param data the folder in which the system goes on
   * @param backend its backend there
   * @param pause how long commits had to wait
   * @param events how many events this call has copied, those of the pause too
   * @param inPause how many of them in the pause
   * @param ends where the events of the former location end in the log of each store
   */
  public record Result(Path data, String backend, Duration pause, long events, long inPause,
      Map<String, LogOffset> ends) {
    /** Copies the map. */
    public Result {
      ends = Map.copyOf(ends);
    }
  }
}
