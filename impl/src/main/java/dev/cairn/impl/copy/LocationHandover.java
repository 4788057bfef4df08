package dev.cairn.impl.copy;

import dev.cairn.api.LogOffset;
import dev.cairn.api.StoreCopy;
import dev.cairn.api.StoreHandover;
import dev.cairn.api.StoreRefused;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.api.bind.CopyOptions;
import dev.cairn.api.bind.FailureText;
import dev.cairn.api.bind.HandoverOptions;
import dev.cairn.impl.backend.FoundBackend;
import dev.cairn.impl.backend.HandedOver;
import dev.cairn.impl.backend.Location;
import dev.cairn.impl.commit.Committer;
import dev.cairn.impl.commit.Destination;
import dev.cairn.impl.journal.Journal;
import dev.cairn.impl.journal.LogHorizon;
import dev.cairn.impl.journal.StoreDescription;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Durability;
import dev.cairn.spi.Position;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands the location of a running system over. The work is done on a thread of its own.
 *
 * <pre>
 *   copy a moment | compare all | copy what has changed, compare it, again and again | the pause
 *                                                                                      the last round, open, decide
 *                                                                                      | sign, close the former one
 *   whatever fails up to "decide" leaves the former location the true one;            after it, the new one is
 * </pre>
 */
public final class LocationHandover {
  private static final System.Logger LOG = System.getLogger(LocationHandover.class.getName());
  private static final int MOST_PAUSES = 5;

  private final Journal journal;
  private final Committer committer;
  private final HandoverOptions options;
  private final StoreCopy.Follower follower;
  private final Consumer<Step> steps;
  private final CopyOptions copying;
  private final FoundBackend found;
  private final CountDownLatch over = new CountDownLatch(1);
  private final Runnable end = this::stop;
  private volatile boolean stopped;
  private volatile @Nullable Thread thread;

  /** What has been done. */
  enum Step {
    /** A moment of the location is copied. */
    COPIED,
    /** It is compared. */
    COMPARED,
    /** Commits wait, and none is under way. */
    PAUSED,
    /** The rest is copied and compared. */
    COMPLETE,
    /** The new location is open to be written. */
    OPENED,
    /** It is the true one. */
    DECIDED,
    /** The system goes on in it. */
    GONE_ON,
    /** Its folder is signed. */
    SIGNED
  }

  /** The pause was too long. */
  private static final class Overdue extends RuntimeException {
    private static final long serialVersionUID = 1;

    Overdue() {
      super("the pause was too long", null, false, false);
    }
  }

  /** Finds the backend. */
  public LocationHandover(Journal journal, HandoverOptions options, StoreCopy.Follower follower) {
    this(journal, options, follower, step -> {});
  }

  /** One whose steps somebody hears, on the thread that takes them. */
  LocationHandover(Journal journal, HandoverOptions options, StoreCopy.Follower follower, Consumer<Step> steps) {
    this.journal = journal;
    this.committer = journal.committer();
    this.options = options;
    this.follower = follower;
    this.steps = steps;
    requirePossible();
    this.copying = new CopyOptions(committer.location().data(), options.to(), options.backend(),
        journal.keys().others(), Optional.empty(), true, committer.location().access(), options.settings());
    this.found = LocationCopy.target(copying);
  }

  private void requirePossible() {
    Path data = committer.location().data();
    if (committer.isShared()) {
      throw refuse(data, "several processes may write it, and the others would not hear of it.");
    }
    if (committer.info().waits()) {
      throw refuse(data, "its engine is a server. Copy it into a folder: cairn copy " + data + " DIR --follow");
    }
    if (committer.info().durability() == Durability.NONE) {
      throw refuse(data, "it keeps nothing when its process ends, so there is nothing to move.");
    }
    if (!journal.keys().byStore().isEmpty()) {
      throw refuse(data, "single stores have keys of their own, and a copy has one ring for all. Give one ring to all"
          + " stores with keys(ring), or close the system and copy.");
    }
  }

  private static StoreRefused refuse(Path data, String why) {
    return new StoreRefused("The location " + data + " is not handed over: " + why, null);
  }

  /** Hands over; an interrupt ends it. */
  public StoreHandover.Result run() {
    if (!journal.beginTask(end)) {
      throw refuse(copying.from(), "it is being handed over already, or its system is closing.");
    }
    FutureTask<StoreHandover.Result> task = new FutureTask<>(this::handOver);
    Thread.ofPlatform().name("cairn-handover").start(task);
    try {
      return result(task);
    } finally {
      journal.endTask(end);
    }
  }

  private StoreHandover.Result result(FutureTask<StoreHandover.Result> task) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
          stopped = true;
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause(); // it throws no other
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Ends it, if it is not decided yet, and waits for its end. */
  private void stop() {
    stopped = true;
    if (thread != Thread.currentThread()) {
      try {
        over.await(committer.patienceNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void goOnOrStop() {
    if (stopped) {
      throw new StoreUnavailable("The hand-over to " + options.to() + " was ended, by an interrupt or because the"
          + " system closes. The system goes on in " + copying.from() + "; the same call goes on with the copy.", null);
    }
  }

  private StoreHandover.Result handOver() {
    thread = Thread.currentThread();
    CopyTarget target = new CopyTarget(copying, found, CopyFile.begin(copying, found.name()));
    try {
      return handOver(target);
    } catch (Outrun e) {
      throw LocationCopy.refuse(copying, e);
    } catch (BackendException e) {
      throw Location.explain(options.to(), e);
    } finally {
      HandedOver.forget(copying.from());
      over.countDown();
    }
  }

  private StoreHandover.Result handOver(CopyTarget target) {
    try (HandoverRounds rounds = new HandoverRounds(committer, open(target), follower, this::goOnOrStop)) {
      rounds.copyAll(target.file(), () -> steps.accept(Step.COPIED));
      steps.accept(Step.COMPARED);
      for (int pauses = 0; pauses < MOST_PAUSES; pauses++) {
        rounds.catchUp(options.longestPause());
        Optional<StoreHandover.Result> result = new Pause(target, rounds).run();
        if (result.isPresent()) {
          return result.get();
        }
        LOG.log(System.Logger.Level.INFO, "The pause of the hand-over to " + options.to() + " was longer than "
            + options.longestPause().toMillis() + " ms. It catches up, and tries again.");
        rounds.goOnWith(() -> open(target));
      }
      throw new StoreUnavailable("The location " + copying.from() + " was not handed over: the pause would be longer"
          + " than " + options.longestPause().toMillis() + " ms, " + MOST_PAUSES + " times. The system goes on where it"
          + " was. Try again when less is written, or allow a longer pause with longestPause.", null);
    }
  }

  /**
   * Opens the copy in a generation after that of the system: an epoch or a position of the former location is before
   * each of the new one.
   */
  private CopySession open(CopyTarget target) {
    CopySession session = target.open();
    if (session.isElsewhere()) {
      session.close();
      throw refuse(copying.from(), "the engine of the backend '" + found.name() + "' is a server.");
    }
    while (session.info().generation() <= committer.generation()) {
      session.close();
      goOnOrStop();
      session = target.open();
    }
    return session;
  }

  /** The one pause. */
  private final class Pause {
    private final CopyTarget target;
    private final HandoverRounds rounds;
    private final long began = System.nanoTime();
    private final long already;
    private @Nullable Backend opened;
    private boolean decided;
    private long ended;
    private Map<String, LogOffset> ends = Map.of();

    Pause(CopyTarget target, HandoverRounds rounds) {
      this.target = target;
      this.rounds = rounds;
      this.already = rounds.copied();
    }

    /** Empty if it would have been too long. */
    Optional<StoreHandover.Result> run() {
      try {
        HandedOver.prepare(copying.from(), options.to().toAbsolutePath().normalize(), found.name(), Instant.now());
        if (!committer.move(options.longestPause().toNanos(), this::rest)) {
          return Optional.empty();
        }
      } catch (Overdue e) {
        return Optional.empty();
      } finally {
        Backend left = opened;
        if (!decided && left != null) {
          left.close();
        }
      }
      LOG.log(System.Logger.Level.INFO, "The location " + copying.from() + " was handed over to " + options.to()
          + ", backend " + found.name() + ". Commits waited " + Duration.ofNanos(ended - began).toMillis() + " ms.");
      sign();
      steps.accept(Step.SIGNED);
      return Optional.of(new StoreHandover.Result(options.to(), found.name(), Duration.ofNanos(ended - began),
          rounds.copied(), rounds.copied() - already, ends));
    }

    private Destination rest(Backend last) {
      steps.accept(Step.PAUSED);
      rounds.takeLast(last, this::requireInTime);
      steps.accept(Step.COMPLETE);
      requireInTime();
      Optional<Durability> durability = options.durability().map(level -> Durability.valueOf(level.name()));
      Location location = committer.location().elsewhere(options.to(), found, durability, target.settings());
      Backend there = open(location, durability);
      Map<String, StoreDescription> descriptions = describe(there);
      steps.accept(Step.OPENED);
      return new Destination(location, there, this::decide, () -> {
        journal.moveTo(descriptions, there);
        ended = System.nanoTime();
        steps.accept(Step.GONE_ON);
      });
    }

    /** The session of the copy goes on as it is, if it keeps what is stored as it is to be kept. */
    private Backend open(Location location, Optional<Durability> durability) {
      CopySession session = rounds.session();
      boolean same = session.info().generation() > committer.generation()
          && durability.filter(level -> level != session.info().durability()).isEmpty();
      if (same) {
        opened = session.keep();
        return opened;
      }
      session.close();
      Backend there = location.open();
      while (there.info().generation() <= committer.generation()) {
        there.close();
        there = location.open();
      }
      opened = there;
      return there;
    }

    private Map<String, StoreDescription> describe(Backend there) {
      Map<String, StoreDescription> descriptions = new TreeMap<>();
      Map<String, String> ids = new TreeMap<>();
      Map<String, Position> places = new TreeMap<>();
      Map<String, LogOffset> offsets = new TreeMap<>();
      for (String store : there.stores()) {
        StoreDescription description = target.copies().of(there, store);
        Position end = LogHorizon.of(there, store);
        descriptions.put(store, description);
        ids.put(store, target.file().originalOf(store));
        places.put(store, end);
        offsets.put(store, new LogOffset(description.id().toString(),
            new dev.cairn.api.Position(end.generation(), end.offset())));
      }
      if (!descriptions.keySet().containsAll(journal.names())) {
        throw new StoreUnavailable("The copy in " + options.to() + " has not all stores of " + copying.from() + ".",
            null);
      }
      HandedOver.write(options.to(), new HandedOver.Origin(copying.from().toAbsolutePath().normalize(), ids, places));
      ends = offsets;
      return descriptions;
    }

    private void requireInTime() {
      goOnOrStop();
      if (System.nanoTime() - began > options.longestPause().toNanos()) {
        throw new Overdue();
      }
    }

    private void decide() {
      requireInTime();
      HandedOver.enter(copying.from());
      decided = true;
      steps.accept(Step.DECIDED);
    }

    /** The system has gone on: what is not done now the next opening does. */
    private void sign() {
      try {
        HandedOver.complete(options.to());
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.WARNING, "The store was handed over to " + options.to() + ", and goes on there. "
            + "Its folder is signed when it is opened next: " + FailureText.of(e) + ".");
      }
    }
  }
}
