package dev.cairn.impl.inspect;

import dev.cairn.api.StoreDamaged;
import dev.cairn.api.StoreInspector.Damage;
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

/** Reads everything of one stream. */
final class StreamCheck {
  private final Backend backend;
  private final StreamKey stream;
  private final StoreView view;
  private final Consumer<Damage> found;
  private final List<Damage> broken = new ArrayList<>();
  private final List<Long> readable = new ArrayList<>();
  private long events;
  private long last;
  private long firstBroken = Long.MAX_VALUE;

  StreamCheck(Backend backend, StreamKey stream, StoreView view, Consumer<Damage> found) {
    this.backend = backend;
    this.stream = stream;
    this.view = view;
    this.found = found;
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
    broken.forEach(damage -> found.accept(new Damage(damage.place(), damage.what(), left(head))));
  }

  long events() {
    return events;
  }

  long snapshots() {
    return readable.size();
  }

  private @Nullable StreamHead head() {
    try (Recovery recovery = backend.recover(stream, 0)) {
      return recovery.head();
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
      view.of(stream, recovery.snapshot().get());
      readable.add(sequence);
    } catch (StoreDamaged | BackendException e) {
      broken.add(new Damage(place, Verification.message(e), ""));
    }
  }

  private void checkEvents(StreamHead head) {
    last = head.deletedThrough();
    try (Cursor<StoredEvent> cursor = backend.events(stream, head.deletedThrough() + 1, head.last())) {
      for (StoredEvent event = cursor.next(); event != null; event = cursor.next()) {
        if (event.sequence() != last + 1 && !deletedMeanwhile(last + 1)) {
          broken(last + 1, "it is missing; " + event.sequence() + " comes after " + last);
        }
        last = event.sequence();
        check(event);
      }
      if (last != head.last()) {
        broken(last + 1, "it is missing; the last event of the stream is " + head.last());
      }
    } catch (BackendException e) {
      broken(last + 1, Verification.message(e));
    }
  }

  private void check(StoredEvent event) {
    try {
      view.of(event);
      events++;
    } catch (StoreDamaged e) {
      broken(event.sequence(), Verification.message(e));
    }
  }

  /** A writer may delete what it no longer needs while this reads. */
  private boolean deletedMeanwhile(long sequence) {
    StreamHead now = head();
    return now != null && now.deletedThrough() >= sequence;
  }

  private void broken(long sequence, String what) {
    firstBroken = Math.min(firstBroken, sequence);
    broken.add(new Damage("event " + sequence + " of stream " + stream, what, ""));
  }

  /** Recovery needs the newest readable snapshot and everything after it. */
  private String left(StreamHead head) {
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
