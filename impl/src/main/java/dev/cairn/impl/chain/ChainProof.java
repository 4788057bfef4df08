package dev.cairn.impl.chain;

import dev.cairn.api.StoreDamaged;
import dev.cairn.api.StoreInspector.Damage;
import dev.cairn.api.bind.FailureText;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Holds the log of one store against its chain, entry by entry, in constant memory as long as nothing is deleted. Used
 * by one thread, once.
 *
 * <pre>
 *   chain:  entry | entry | entry | entry     end of the records
 *   log:    event |       | event | event     event   event
 *           same    gone:   same    another:  in no record yet: only the hash of a head tells
 *                   deleted?        changed
 * </pre>
 */
public final class ChainProof {
  /** What can still be used after damage of one event. */
  static final String OTHERS = "every event that is not named is as it was";

  private static final int MOST = 100;

  /** Is told of damage. */
  public interface Found {
    /**
     * A place that is not as it was.
     *
     * @param stream whose event it is, where that is known
     */
    void tell(Damage damage, Optional<StreamKey> stream);
  }

  private final Backend backend;
  private final StoredChain chain;
  private final Marks marks;
  private final DeletedEvents deleted;
  private final Found found;
  private @Nullable StoredEvent next;
  private Link at;
  private long damages;
  private long events;

  /**
   * @param marks places whose hash is known; the proof ends at the last of them, or without any at the end of the log
   * @param found is told each place that is not as it was, in the order of the log
   */
  public ChainProof(Backend backend, StoredChain chain, Marks marks, Found found) {
    this.backend = backend;
    this.chain = chain;
    this.marks = marks;
    this.deleted = new DeletedEvents(backend, chain.store());
    this.found = found;
    this.at = Link.first(chain.id());
  }

  /** How many entries of the log were looked at. */
  public long events() {
    return events;
  }

  /** How many of them are not stored any more, because they were compacted or purged. */
  public long deletedEvents() {
    return deleted.count();
  }

  /** Reads. What cannot be read is told as damage, and ends this. */
  public void run() {
    try (Cursor<StoredEvent> records = backend.events(chain.stream(), 1, Long.MAX_VALUE);
        LogCursor log = backend.log(chain.store(), Position.START)) {
      next = StoredChain.next(log);
      for (StoredEvent event = records.next(); event != null && goesOn(); event = records.next()) {
        take(chain.open(event), log);
      }
      Position recorded = at.position();
      for (; next != null && goesOn(); next = StoredChain.next(log)) {
        follow(ChainEntry.of(next), recorded);
      }
      if (goesOn()) {
        marks.end(at.position()).ifPresent(damage -> tell(damage, Optional.empty()));
      }
    } catch (StoreDamaged | BackendException e) {
      tell(new Damage(logAfter(at.position()), FailureText.of(e) + ".", "nothing after that place is proven"),
          Optional.empty());
    }
  }

  private boolean goesOn() {
    return damages < MOST && !marks.areDone();
  }

  private void take(StoredChain.Stored stored, LogCursor log) {
    if (!stored.record().before().equals(at)) {
      tell(new Damage("record " + stored.sequence() + " of the chain of store " + chain.store(),
          "it goes on after position " + stored.record().before().position() + ", and not from the hash at position "
              + at.position() + " where the record before it ends: somebody has changed the chain",
          "nothing before that place is proven by what comes after it"), Optional.empty());
      at = stored.record().before();
    }
    for (ChainEntry entry : stored.record().entries()) {
      if (goesOn()) {
        compare(entry, log);
        follow(entry, Position.END);
      }
    }
  }

  private void compare(ChainEntry entry, LogCursor log) {
    while (next != null && next.position().compareTo(entry.position()) < 0) {
      tell(next, "it was not there when the chain went on behind that place: somebody has put it in");
      next = StoredChain.next(log);
    }
    if (next == null || next.position().compareTo(entry.position()) > 0) {
      deleted.check(entry, this::tell);
      return;
    }
    ChainEntry now = ChainEntry.of(next);
    if (!now.isOfSameEvent(entry)) {
      tell(next, "another event was there when it was chained: somebody has exchanged events");
    } else if (!now.equals(entry)) {
      tell(next, "it has not the bytes that were chained: somebody has changed it");
    }
    next = StoredChain.next(log);
  }

  private void follow(ChainEntry entry, Position recorded) {
    at = at.next(entry);
    events++;
    marks.pass(at, recorded).ifPresent(damage -> tell(damage, Optional.empty()));
  }

  private String logAfter(Position position) {
    return "the log of store " + chain.store() + " after position " + position;
  }

  /** What is not as it was with one event of a stream. */
  static Damage of(StreamKey stream, long sequence, Position position, String what) {
    return new Damage("event " + sequence + " of stream " + stream + " at position " + position, what, OTHERS);
  }

  private void tell(StoredEvent event, String what) {
    tell(of(event.stream(), event.sequence(), event.position(), what), Optional.of(event.stream()));
  }

  private void tell(Damage damage, Optional<StreamKey> stream) {
    damages++;
    found.tell(damage, stream);
  }
}
