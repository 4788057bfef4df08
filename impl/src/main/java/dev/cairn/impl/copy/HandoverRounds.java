package dev.cairn.impl.copy;

import dev.cairn.api.StoreCopy;
import dev.cairn.api.StoreCopy.Phase;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.impl.commit.Committer;
import dev.cairn.spi.Backend;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Copies a location that its system writes: one moment of it as a whole, and then, round after round, the streams that
 * have changed since. Each round is compared. Used by one thread.
 */
final class HandoverRounds implements AutoCloseable {
  private final Committer committer;
  private final StoreCopy.Follower follower;
  private final Runnable goOnOrStop;
  private final Changes changes = new Changes();
  private CopySession session;
  private long copied;
  private long asOf;

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
    asOf = System.nanoTime();
    Instant now = Instant.now();
    try (Backend moment = committer.read(Backend::pointInTime)) {
      long all = file.asOf().isEmpty() ? LocationCopy.count(moment) : LocationFollow.waiting(moment, file);
      session.take(moment, now, CopySession.Pass.EVERYTHING_AGAIN, time -> {
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
  }

  /**
   * Goes round after round, until one is short enough that the next one can be in the pause.
   *
   * @throws StoreUnavailable if they get no shorter
   */
  void catchUp(Duration longestPause) {
    Pace pace = new Pace(longestPause);
    do {
      pace.add(round());
    } while (pace.goesOn());
    if (!pace.hasRoom()) {
      throw new StoreUnavailable("The location " + committer.location().data() + " was not handed over, since the copy"
          + " does not catch up: " + pace.inWords() + ". The system goes on where it was; the same call goes on with"
          + " the copy. Call it when less is written, hand over to a faster disk, or allow a longer pause with"
          + " longestPause.", null);
    }
  }

  private Pace.Round round() {
    long before = asOf;
    changes.addAll(committer.touched().take());
    asOf = System.nanoTime();
    Instant now = Instant.now();
    try (Backend moment = committer.read(Backend::pointInTime)) {
      long already = copied;
      long streams = take(moment, now, goOnOrStop);
      long took = System.nanoTime() - asOf;
      follower.lag(new StoreCopy.Lag(copied, 0, Duration.ofNanos(took), Instant.now()));
      return new Pace.Round(copied - already, streams, asOf - before, took);
    }
  }

  /**
   * The last round, while nobody writes.
   *
   * @param goOn is run again and again; what it throws ends the round, and the next one does the rest
   */
  void takeLast(Backend original, Runnable goOn) {
    changes.addAll(committer.touched().take());
    try (Backend moment = original.pointInTime()) {
      take(moment, Instant.now(), goOn);
    }
  }

  private long take(Backend moment, Instant now, Runnable goOn) {
    copied += session.takeChanged(moment, now, changes, goOn);
    session.compareChanged(moment, changes, goOn);
    session.chain();
    long streams = changes.size();
    changes.clear();
    return streams;
  }

  /** Ends; closes the session of the copy, unless somebody keeps its backend. */
  @Override
  public void close() {
    committer.touched().end();
    session.close();
  }
}
