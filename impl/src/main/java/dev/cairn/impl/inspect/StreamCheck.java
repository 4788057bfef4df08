package dev.cairn.impl.inspect;

import dev.cairn.api.Forgotten;
import dev.cairn.api.StoreDamaged;
import dev.cairn.api.StoreInspector.Damage;
import dev.cairn.impl.journal.StoreDescription;
import dev.cairn.impl.journal.StoredHead;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads all snapshots and events of one stream. */
final class StreamCheck {
  private static final int ONE_BY_ONE = 2048;

  private final Backend backend;
  private final StreamKey stream;
  private final StoreView view;
  private final Consumer<StoredEvent> each;
  private final Consumer<Damage> found;
  private final List<Damage> broken = new ArrayList<>();
  private final List<Long> readable = new ArrayList<>();
  private long events;
  private long last;
  private long firstBroken = Long.MAX_VALUE;
  private long rangeFirst;
  private long rangeLast = Long.MIN_VALUE;
  private String rangeWhat = "";
  private boolean forgotten;

  /**
   * A check of one stream.
   *
   * @param each gets each event that is there
   * @param found gets each damaged place
   */
  StreamCheck(Backend backend, StreamKey stream, StoreView view, Consumer<StoredEvent> each, Consumer<Damage> found) {
    this.backend = backend;
    this.stream = stream;
    this.view = view;
    this.each = each;
    this.found = found;
  }

  StreamKey stream() {
    return stream;
  }

  void run() {
    StreamHead head = head();
    if (head == null) {
      return;
    }
    for (int i = head.snapshots().size() - 1; i >= 0; i--) {
      checkSnapshot(head.snapshots().get(i));
    }
    checkEvents(head);
    broken.forEach(damage -> found.accept(new Damage(damage.place(), damage.what(), remainder(head))));
  }

  long events() {
    return events;
  }

  long snapshots() {
    return readable.size();
  }

  /** Whether a record cannot be read because the stream was forgotten. */
  boolean isForgotten() { return forgotten; }

  private @Nullable StreamHead head() {
    try {
      return StoredHead.of(backend, stream);
    } catch (BackendException e) {
      found.accept(new Damage("stream " + stream, Verification.message(e), "nothing of this stream"));
      return null;
    }
  }

  private void checkSnapshot(long sequence) {
    String place = "the snapshot at " + sequence + " of stream " + stream;
    try (Recovery recovery = backend.recover(stream, sequence)) {
      if (recovery.snapshot().isEmpty() || recovery.snapshot().get().sequence() != sequence) {
        StreamHead now = head();
        if (now != null && now.snapshots().contains(sequence)) {
          broken.add(new Damage(place, "it is not there, and the head of the stream names it", ""));
        }
        return;
      }
      view.requireReadable(stream, recovery.snapshot().get());
      readable.add(sequence);
    } catch (Forgotten e) {
      forgotten = true;
    } catch (StoreDamaged | BackendException e) {
      broken.add(new Damage(place, Verification.message(e), ""));
    }
  }

  private void checkEvents(StreamHead head) {
    long next = head.deletedThrough() + 1;
    while (next <= head.last()) {
      next = checkRun(next, head.last());
    }
  }

  /** Reads a range; after a failure, the next events one by one. Returns the first that it has not read. */
  private long checkRun(long from, long to) {
    last = from - 1;
    try {
      checkAll(from, to);
      return to + 1;
    } catch (BackendException e) {
      long end = Math.min(to, last + ONE_BY_ONE);
      for (long sequence = last + 1; sequence <= end; sequence++) {
        checkOne(sequence);
      }
      return end + 1;
    }
  }

  private void checkOne(long sequence) {
    try {
      checkAll(sequence, sequence);
    } catch (BackendException e) {
      reportBroken(sequence, Verification.message(e));
    }
  }

  private void checkAll(long from, long to) {
    try (Cursor<StoredEvent> cursor = backend.events(stream, from, to)) {
      for (StoredEvent event = cursor.next(); event != null; event = cursor.next()) {
        if (event.sequence() != last + 1 && !isDeletedMeanwhile(last + 1)) {
          reportBroken(last + 1, "it is missing; " + event.sequence() + " comes after " + last);
        }
        last = event.sequence();
        each.accept(event);
        check(event);
      }
      if (last < to) {
        reportBroken(last + 1, "it is missing; the stream goes on to event " + to);
        last = to;
      }
    }
  }

  private void check(StoredEvent event) {
    try {
      view.requireReadable(event);
      events++;
    } catch (Forgotten e) {
      forgotten = true;
    } catch (StoreDamaged e) {
      reportBroken(event.sequence(), Verification.message(e));
    }
  }

  /** A writer may delete events while this reads. */
  private boolean isDeletedMeanwhile(long sequence) {
    StreamHead now = head();
    return now != null && now.deletedThrough() >= sequence;
  }

  /** Neighbouring events that cannot be read for the same reason are one place. */
  private void reportBroken(long sequence, String what) {
    firstBroken = Math.min(firstBroken, sequence);
    if (sequence == rangeLast + 1 && what.equals(rangeWhat)) {
      broken.removeLast();
    } else {
      rangeFirst = sequence;
    }
    rangeLast = sequence;
    rangeWhat = what;
    String place = rangeFirst == sequence ? "event " + sequence : "events " + rangeFirst + " to " + sequence;
    broken.add(new Damage(place + " of stream " + stream, what, ""));
    last = Math.max(last, sequence);
  }

  /** Recovery needs the newest readable snapshot and everything after it. */
  private String remainder(StreamHead head) {
    if (StoreDescription.owns(stream)) {
      return "every actor; what this stream of the runtime's own says is lost";
    }
    long newest = readable.stream().mapToLong(Long::longValue).max().orElse(0);
    long start = Math.max(newest, head.purgedThrough());
    boolean whole = newest > 0 || head.deletedThrough() == head.purgedThrough();
    if (!whole) {
      return "its events after " + head.deletedThrough() + " that are not named, but no state: no snapshot is readable";
    }
    if (firstBroken > head.last() || firstBroken <= start) {
      return "the actor: it recovers from " + (start == 0 ? "its events" : "sequence " + start)
          + ", and every event that is not named can be read";
    }
    return "the actor's state up to sequence " + (firstBroken - 1)
        + "; a later state needs a backup. Every event that is not named can be read";
  }
}
