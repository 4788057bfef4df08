package dev.cairn.impl.copy;

import dev.cairn.api.StoreCopy;
import dev.cairn.api.StoreCopy.Phase;
import dev.cairn.impl.commit.Committer;
import dev.cairn.spi.Backend;
import dev.cairn.spi.StreamKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Copies a location that its system writes: one moment of it as a whole, and then, round after round, the streams that
 * have changed since. Each round is compared. Used by one thread.
 */
final class HandoverRounds implements AutoCloseable {
  private static final int MOST_ROUNDS = 10;

  private final Committer committer;
  private final StoreCopy.Follower follower;
  private final Runnable goOnOrStop;
  private CopySession session;
  private @Nullable Backend compared;
  private long copied;

  /**
   * Copies nothing yet.
   *
   * @param goOnOrStop throws where it is to stop
   */
  HandoverRounds(Committer committer, CopySession session, StoreCopy.Follower follower, Runnable goOnOrStop) {
    this.committer = committer;
    this.session = session;
    this.follower = follower;
    this.goOnOrStop = goOnOrStop;
  }

  CopySession session() {
    return session;
  }

  /** Goes on with another session of the copy. */
  void goOnWith(Supplier<CopySession> next) {
    session.close();
    session = next.get();
  }

  /** How many events were copied. */
  long copied() {
    return copied;
  }

  /** Copies and compares one moment. */
  void copyAll(CopyFile file, Runnable whenCopied) {
    committer.touched().begin();
    Instant asOf = Instant.now();
    Backend moment = committer.read(Backend::pointInTime);
    compared = moment;
    long all = file.asOf().isEmpty() ? LocationCopy.count(moment) : LocationFollow.waiting(moment, file);
    session.take(moment, asOf, CopySession.Pass.EVERYTHING_AGAIN, time -> {
      goOnOrStop.run();
      copied++;
      follower.step(Phase.COPYING, copied, all);
      follower.lag(new StoreCopy.Lag(copied, all - copied, Duration.between(time, Instant.now()), time));
    });
    session.chain();
    whenCopied.run();
    long events = LocationCopy.count(moment);
    session.compare(moment, done -> {
      goOnOrStop.run();
      follower.step(Phase.COMPARING, done, events);
    });
  }

  /** Goes round after round, until one takes no longer than this. */
  void catchUp(long enoughNanos) {
    long took = Long.MAX_VALUE;
    for (int rounds = 0; rounds < MOST_ROUNDS && took > enoughNanos; rounds++) {
      long began = System.nanoTime();
      Set<StreamKey> changed = committer.touched().take();
      Instant asOf = Instant.now();
      Backend moment = committer.read(Backend::pointInTime);
      take(moment, asOf, changed, time -> goOnOrStop.run());
      closeCompared();
      compared = moment;
      took = System.nanoTime() - began;
      follower.lag(new StoreCopy.Lag(copied, 0, Duration.ofNanos(took), Instant.now()));
    }
  }

  /** The last round, while nobody writes. */
  void takeLast(Backend original) {
    try (Backend moment = original.pointInTime()) {
      take(moment, Instant.now(), committer.touched().take(), time -> {
      });
    }
  }

  private void take(Backend moment, Instant asOf, Set<StreamKey> changed, Consumer<Instant> each) {
    Set<StreamKey> all = session.takeChanged(moment, asOf, changed, time -> {
      each.accept(time);
      copied++;
    });
    Backend before = compared;
    if (before != null) {
      session.compareChanged(moment, before, all);
    }
    session.chain();
  }

  private void closeCompared() {
    if (compared != null) {
      compared.close();
      compared = null;
    }
  }

  /** Ends; closes the session of the copy, unless somebody keeps its backend. */
  @Override
  public void close() {
    committer.touched().end();
    closeCompared();
    session.close();
  }
}
