package dev.cairn.impl.journal;

import dev.cairn.api.CairnException;
import dev.cairn.impl.commit.Outcome;
import dev.cairn.impl.commit.Patience;
import dev.cairn.impl.record.RecordKind;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Claim;
import dev.cairn.spi.PlacementConfig;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StreamKey;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A lease in a stream of its own, type {@code _lease}, which keeps its newest record and no event. Taking it is a
 * commit behind the record that was seen, so of two who take it at the same time one gets it. Who wants the lease of
 * another waits until the other has not taken it again for its whole time, as seen by the own clock from the moment
 * when it was first seen: no two clocks are compared. Any thread may call.
 */
final class LogLease implements PlacementConfig.Lease {
  private final StreamKey stream;
  private final Store store;
  private final LocationServices services;
  private long seen = -1;
  private long seenAt;

  /** What the stream says, and the claim to write behind it. */
  private record Held(Claim claim, Optional<LeaseRecord> newest) {}

  LogLease(Store store, LocationServices services, String name) {
    this.store = store;
    this.services = services;
    this.stream = new StreamKey(store.name(), "_lease", name);
  }

  @Override
  public synchronized boolean take(String owner, Duration ttl) {
    return write(new LeaseRecord(owner, ttl.toMillis()), held -> held.owner().equals(owner) || isOver(held));
  }

  @Override
  public synchronized void give(String owner) {
    write(new LeaseRecord(owner, 0), held -> held.owner().equals(owner));
  }

  @Override
  public synchronized Optional<String> owner() {
    try {
      return services.committer().read(services.committer().patience(), stream, this::newest)
          .filter(held -> held.millis() > 0).map(LeaseRecord::owner);
    } catch (CairnException e) {
      throw unreachable(e);
    }
  }

  private BackendException.Unavailable unreachable(CairnException why) {
    return new BackendException.Unavailable("The lease " + stream.id() + " cannot be reached.", why);
  }

  private boolean write(LeaseRecord next, Predicate<LeaseRecord> allows) {
    try {
      Patience patience = services.committer().patience();
      Held held = services.committer().read(patience, stream, this::read);
      note(held.claim().head().last());
      if (held.newest().isPresent() && !allows.test(held.newest().get())) {
        return false;
      }
      return isStored(services.committer().commit(next.commit(store.opener(stream), held.claim(), services.now(),
          services.committer().nextName()), patience));
    } catch (CairnException e) {
      throw unreachable(e);
    }
  }

  private Held read(Backend backend) {
    Claim claim = backend.claim(stream);
    return new Held(claim, newest(backend));
  }

  private Optional<LeaseRecord> newest(Backend backend) {
    try (Recovery recovery = backend.recover(stream, Long.MAX_VALUE)) {
      return recovery.snapshot().map(this::open);
    } catch (UnreadableRecord e) {
      throw new BackendException.Corrupt("The lease " + stream.id() + " cannot be read: " + e.rule() + ".", stream);
    }
  }

  private LeaseRecord open(Snapshot newest) {
    return LeaseRecord.read(
        store.opener(stream).open(RecordKind.SNAPSHOT, newest.sequence(), newest.record()));
  }

  private void note(long last) {
    if (last != seen) {
      seen = last;
      seenAt = System.nanoTime();
    }
  }

  private boolean isOver(LeaseRecord held) {
    return System.nanoTime() - seenAt >= Duration.ofMillis(held.millis()).toNanos();
  }

  /** Somebody else was quicker, or it is not known who was. */
  private boolean isStored(Outcome outcome) {
    if (outcome.isStored()) {
      return true;
    }
    if (outcome.isOvertaken()) {
      return false;
    }
    throw new BackendException.Unavailable("It is not known whether the lease " + stream.id() + " was taken.",
        outcome.unknownBecause());
  }
}
