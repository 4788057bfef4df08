package dev.cairn.impl.journal;

import dev.cairn.api.StoreDamaged;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.api.Withdrawal.Reason;
import dev.cairn.impl.commit.Outcome;
import dev.cairn.impl.commit.Patience;
import dev.cairn.impl.record.Metadata;
import dev.cairn.impl.record.OpenedRecord;
import dev.cairn.impl.record.RecordKind;
import dev.cairn.impl.record.Sha256;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.spi.Backend;
import dev.cairn.spi.Claim;
import dev.cairn.spi.Commit;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What was taken out of the log of one store. It stands in the log itself, so that every reader comes to it in its
 * turn: an actor that purges itself, or is forgotten, has a stream of type {@code _withdrawn}, with one event for each
 * time.
 *
 * <pre>
 *   announce: an event in the log, durable ---> purge ---> what comes later of the actor
 *             | killed here: the actor is not purged, so nobody is told
 *             |                                  | killed here: it is purged, so whoever comes to the event is told
 * </pre>
 *
 * Any thread may call; one actor is purged or forgotten by one thread at a time.
 */
public final class Withdrawals {
  private static final String TYPE = "_withdrawn";

  /** One that was announced and whose purge has not ended. */
  private record Pending(StreamKey actor, Object purge) {}

  private final String store;
  private final LocationServices services;
  private final Manifest manifest;
  private final ChainWriter chain;
  private final Set<Pending> pending = ConcurrentHashMap.newKeySet();

  /**
   * One that stands in the log.
   *
   * @param range what it says
   * @param position where it stands
   * @param time when it was written
   */
  public record Noted(WithdrawnRange range, Position position, Instant time) {}

  Withdrawals(String store, LocationServices services, Manifest manifest, ChainWriter chain) {
    this.store = store;
    this.chain = chain;
    this.services = services;
    this.manifest = manifest;
  }

  /** Whether the events of a stream are withdrawals. */
  public static boolean holds(StreamKey stream) {
    return stream.type().equals(TYPE);
  }

  /**
   * Announces that the events of an actor are withdrawn, has the chain brought behind them, and has it done.
   *
   * @throws StoreUnavailable if it could not be announced or chained; nothing was done
   */
  void around(Reason reason, StreamKey actor, long last, Patience patience, Runnable doing) {
    Pending one = new Pending(actor, new Object());
    pending.add(one);
    try {
      announce(reason, actor, last, patience);
      chain.cover(patience);
      doing.run();
    } finally {
      pending.remove(one);
      services.committer().activity().wake();
    }
  }

  /**
   * Opens one that stands in the log.
   *
   * @throws StoreDamaged if it cannot be read
   */
  public Noted open(StoredEvent event) {
    StreamKey stream = event.stream();
    try {
      OpenedRecord opened = manifest.opener(stream).open(RecordKind.EVENT, event.sequence(), event.record());
      return new Noted(WithdrawnRange.read(stream.store(), opened), event.position(), opened.time());
    } catch (UnreadableRecord e) {
      throw new StoreDamaged("The note at position " + event.position() + " of store " + store
          + ", by which readers hear that events were withdrawn, cannot be read: " + e.rule() + ".", e);
    }
  }

  /** Those whose purge is under way, for {@link #haveEnded}. */
  public Set<Object> underWay() {
    return Set.copyOf(pending);
  }

  /** Whether none of these is under way any more. */
  public boolean haveEnded(Set<Object> some) {
    return some.stream().noneMatch(pending::contains);
  }

  /** Whether an actor is being purged. */
  public boolean isUnderWay(StreamKey actor) {
    return pending.stream().anyMatch(one -> one.actor().equals(actor));
  }

  /** Whether what was announced has been done, once it is not under way any more. */
  public boolean isDone(Noted noted) {
    StreamKey actor = noted.range().actor();
    if (noted.range().reason() == Reason.FORGOTTEN) {
      return manifest.actorKeys().filter(keys -> keys.isForgotten(Manifest.owner(actor))).isPresent();
    }
    return services.committer().read(actor,
        backend -> StoredHead.of(backend, actor).purgedThrough() >= noted.range().last());
  }

  /** Whether the newest withdrawal of a forgotten actor names its newest event, so that readers hear of all. */
  boolean hasTold(StreamKey actor, Patience patience) {
    StreamKey told = stream(actor);
    return services.committer().read(patience, told, backend -> {
      long last = StoredHead.of(backend, told).last();
      StreamHead head = StoredHead.of(backend, actor);
      try (Cursor<StoredEvent> newest = backend.events(told, last, last)) {
        StoredEvent event = last == 0 ? null : newest.next();
        return head.purgedThrough() == head.last() || event != null && tells(open(event).range(), head);
      }
    });
  }

  private static boolean tells(WithdrawnRange range, StreamHead head) {
    return range.reason() == Reason.FORGOTTEN && range.last() >= head.last();
  }

  private void announce(Reason reason, StreamKey actor, long last, Patience patience) {
    Optional<WithdrawnRange> range =
        services.committer().read(patience, actor, backend -> range(reason, backend, actor, last));
    StreamKey stream = stream(actor);
    if (range.isEmpty()) {
      return;
    }
    manifest.followPrimary();
    Outcome outcome = Outcome.MOVED;
    while (outcome == Outcome.MOVED) {
      Claim before = services.committer().read(patience, stream, backend -> backend.claim(stream));
      byte[] record = manifest.frame().write(manifest.binding(stream).at(RecordKind.EVENT, before.head().last() + 1),
          WithdrawnRange.TYPE_ID, services.now(), services.committer().nextName(), Metadata.NONE, range.get()::write);
      outcome = services.committer()
          .commit(Commit.append(stream, before.epoch(), before.head().last(), List.of(record)), patience);
    }
    requireStored(outcome);
  }

  private static void requireStored(Outcome outcome) {
    if (!outcome.isStored()) {
      @Nullable
      Throwable cause = switch (outcome) {
        case Outcome.Unknown unknown -> unknown.cause();
        case Outcome.Absent absent -> absent.cause();
        case Outcome.Refused refused -> new StoreUnavailable(refused.why(), null);
        case Outcome.Answered answered -> null;
        case Outcome.Moved moved -> null;
      };
      throw new StoreUnavailable("the store did not take the note by which readers hear of it.", cause);
    }
  }

  private Optional<WithdrawnRange> range(Reason reason, Backend backend, StreamKey actor, long last) {
    StreamHead head = StoredHead.of(backend, actor);
    long first = head.purgedThrough() + 1;
    return last < first ? Optional.empty()
        : Optional.of(new WithdrawnRange(reason, actor, first, last, stood(backend, head)));
  }

  private Optional<WithdrawnRange.Stood> stood(Backend backend, StreamHead head) {
    Optional<Position> first = position(backend, head.stream(), head.deletedThrough() + 1);
    Optional<Position> last = position(backend, head.stream(), head.last());
    return first.isEmpty() || last.isEmpty() ? Optional.empty()
        : Optional.of(new WithdrawnRange.Stood(manifest.storeId(), first.get(), last.get()));
  }

  private static Optional<Position> position(Backend backend, StreamKey stream, long sequence) {
    try (Cursor<StoredEvent> events = backend.events(stream, sequence, sequence)) {
      return Optional.ofNullable(events.next()).map(StoredEvent::position);
    }
  }

  private static StreamKey stream(StreamKey actor) {
    byte[] name = Sha256.of(actor.type().getBytes(StandardCharsets.UTF_8), new byte[1], actor.idBytes());
    return new StreamKey(actor.store(), TYPE, HexFormat.of().formatHex(name));
  }
}
