package dev.cairn.tck;

import dev.cairn.spi.Backend;
import dev.cairn.spi.Claim;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Position;
import dev.cairn.spi.Retention;
import dev.cairn.spi.StreamKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One of the processes of a simulation. It believes that it owns what it has claimed until it is told otherwise, and
 * does after a lost answer what the runtime does: it opens another session, settles the former one, and renews its
 * claims.
 */
final class SimulatedProcess {

  /** What a process believes of a stream. */
  private record Owned(long epoch, long last) {}

  /** A batch that the backend has still to get. */
  private record UnderWay(Backend session, List<Commit> batch, int due, boolean settled) {}

  private final int number;
  private final Simulation simulation;
  private final SplittableRandom random;
  private final SimulatedLocation location;
  private final History history;
  private final Map<StreamKey, Owned> owned = new HashMap<>();
  private @Nullable Backend session;
  private @Nullable UnderWay underWay;

  /** A batch whose answer the process has not seen; it waits, or gives its session up. */
  private @Nullable List<Commit> doubtful;
  private int awakeAt;

  SimulatedProcess(int number, Simulation simulation) {
    this.number = number;
    this.simulation = simulation;
    this.random = simulation.random();
    this.location = simulation.location();
    this.history = new History(random);
  }

  boolean isUp() { return session != null; }

  Backend session() {
    return Objects.requireNonNull(session);
  }

  /** Does one thing, unless it stands still. */
  void act() {
    if (awakeAt > simulation.time()) {
      return;
    }
    if (session == null) {
      wake();
    } else if (doubtful != null) {
      if (underWay == null || random.nextBoolean()) {
        reconnect();
      }
    } else {
      doSomething();
    }
  }

  /** Starts again, if it is down; it knows nothing of what it owned. */
  void wake() {
    if (session == null) {
      tell(() -> "opens a session");
      session = simulation.open();
    }
  }

  private void doSomething() {
    switch (random.nextInt(20)) {
      case 0, 1, 2 -> claim(simulation.someStream());
      case 3, 4, 5 -> letGo(simulation.someStream());
      case 6 -> renew(simulation.someStream());
      case 7 -> reconnect();
      case 8 -> die();
      case 9 -> {
        int until = simulation.time() + random.nextInt(1, 30);
        tell(() -> "stands still until step " + until);
        awakeAt = until;
      }
      default -> commit();
    }
  }

  private void claim(StreamKey stream) {
    tell(() -> "claims " + stream);
    Claim claim = location.claim(session(), stream, random.nextBoolean());
    owned.put(stream, new Owned(claim.epoch(), claim.head().last()));
  }

  private void renew(StreamKey stream) {
    Owned mine = owned.get(stream);
    if (mine != null) {
      tell(() -> "renews its claim of " + stream);
      location.renew(session(), stream, mine.epoch()).ifPresentOrElse(
          claim -> owned.put(stream, new Owned(claim.epoch(), claim.head().last())), () -> owned.remove(stream));
    }
  }

  /** As compaction does, which owns nothing. */
  private void letGo(StreamKey stream) {
    long last = location.model().head(stream).last();
    if (last > 0) {
      tell(() -> "lets events of " + stream + " go");
      location.commit(session(), List.of(new Commit(stream, Commit.NO_EPOCH, last, List.of(), Optional.empty(),
          new Retention.Keep(9, random.nextLong(1, last + 1), Position.END))), simulation.witness(session()));
    }
  }

  /** Ends without a word. What it has under way may still arrive. */
  private void die() {
    int until = simulation.time() + random.nextInt(1, 12);
    tell(() -> "dies, and comes back at step " + until);
    awakeAt = until;
    if (underWay == null || underWay.session() != session) {
      session().close();
    }
    session = null;
    doubtful = null;
    owned.clear();
  }

  private void commit() {
    List<StreamKey> mine = mine();
    if (mine.isEmpty()) {
      claim(simulation.someStream());
      return;
    }
    List<Commit> batch = batch(mine);
    int fate = random.nextInt(10);
    if (fate == 0) {
      tell(() -> "loses its connection before a batch of " + streams(batch));
      doubtful = batch;
    } else if (fate == 1) {
      tell(() -> "loses its connection after a batch of " + streams(batch));
      location.commit(session(), batch, simulation.witness(session()));
      doubtful = batch;
    } else if (fate == 2 && underWay == null) {
      int due = simulation.time() + random.nextInt(1, 20);
      tell(() -> "sends a batch of " + streams(batch) + ", to arrive at step " + due);
      underWay = new UnderWay(session(), batch, due, false);
      doubtful = batch;
    } else {
      tell(() -> "commits " + streams(batch));
      learn(batch, location.commit(session(), batch, simulation.witness(session())));
    }
  }

  private List<StreamKey> mine() {
    return History.STREAMS.stream().filter(owned::containsKey).toList();
  }

  private static List<StreamKey> streams(List<Commit> batch) {
    return batch.stream().map(Commit::stream).toList();
  }

  private List<Commit> batch(List<StreamKey> mine) {
    Map<StreamKey, Long> last = new HashMap<>();
    List<Commit> batch = new ArrayList<>();
    for (int left = random.nextInt(1, 4); left > 0; left--) {
      StreamKey stream = mine.get(random.nextInt(mine.size()));
      Owned believed = Objects.requireNonNull(owned.get(stream));
      Commit commit = history.next(location.model(), stream, last.getOrDefault(stream, believed.last()),
          believed.epoch());
      last.put(stream, commit.lastAfter());
      batch.add(commit);
    }
    return batch;
  }

  private void learn(List<Commit> batch, List<CommitResult> results) {
    for (int at = 0; at < batch.size(); at++) {
      Commit commit = batch.get(at);
      Owned mine = owned.get(commit.stream());
      if (mine != null && mine.epoch() == commit.epoch()) {
        learn(commit, mine, results.get(at));
      }
    }
  }

  /** Whoever is fenced may be told so in vain, and try again. */
  private void learn(Commit commit, Owned mine, CommitResult result) {
    boolean moves = !commit.events().isEmpty() || commit.retention() instanceof Retention.Begin;
    if (result instanceof CommitResult.Stored && moves) {
      owned.put(commit.stream(), new Owned(mine.epoch(), commit.lastAfter()));
    } else if (result instanceof CommitResult.Fenced && random.nextBoolean()) {
      owned.remove(commit.stream());
    }
  }

  /** Opens another session; what the former one has under way arrives before it is settled, or in vain. */
  private void reconnect() {
    Backend former = session();
    long generation = former.info().generation();
    tell(() -> "opens another session, and settles " + generation);
    Backend next = simulation.open();
    if (underWay != null && random.nextBoolean()) {
      deliver(false);
    }
    session = next;
    for (int times = random.nextInt(1, 3); times > 0; times--) {
      next.settle(generation);
    }
    if (doubtful != null) {
      doubtful.forEach(commit -> location.requireHead(next, commit.stream()));
      doubtful = null;
    }
    leave(former);
    History.STREAMS.forEach(this::renew);
  }

  /** A session that was settled hands its last batch in later, now, or never. */
  private void leave(Backend former) {
    if (underWay != null && underWay.session() == former) {
      underWay = new UnderWay(former, underWay.batch(), underWay.due(), true);
      return;
    }
    List<StreamKey> mine = mine();
    if (!mine.isEmpty() && random.nextBoolean()) {
      location.commitTooLate(former, batch(mine), session());
    }
    former.close();
  }

  void deliverWhatIsDue() {
    if (underWay != null && underWay.due() <= simulation.time()) {
      deliver(true);
    }
  }

  /**
   * Hands in what is under way.
   *
   * @param listens whether a process that still waits gets the answer
   */
  private void deliver(boolean listens) {
    UnderWay arrived = Objects.requireNonNull(underWay);
    underWay = null;
    tell(() -> "has its batch of " + streams(arrived.batch()) + " arrive" + (arrived.settled() ? ", too late" : ""));
    Backend witness = simulation.witness(arrived.session());
    if (arrived.settled()) {
      location.commitTooLate(arrived.session(), arrived.batch(), witness);
    } else {
      List<CommitResult> results = location.commit(arrived.session(), arrived.batch(), witness);
      if (listens && arrived.session() == session) {
        doubtful = null;
        learn(arrived.batch(), results);
      }
    }
    if (arrived.session() != session) {
      arrived.session().close();
    }
  }

  private void tell(Supplier<String> what) {
    simulation.tell(() -> "process " + number + " " + what.get());
  }
}
