package dev.cairn.impl.timer;

import dev.cairn.impl.record.TimerSetting;
import dev.cairn.spi.StreamKey;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pending timers of a store, about 130 bytes each. They are in parts, each of which is stored as one page; a part
 * that differs from its page is marked. A timer is in the queue, or it was taken out of it and is being fired. Used by
 * one thread.
 */
public final class DueTimers {
  /** How many parts there are. */
  public static final int PARTS = 256;
  /** When none is due: never. */
  public static final long NEVER = Long.MAX_VALUE;

  private static final int SPREAD = 0x9E3779B9;
  private static final int PART_BITS = 24;

  private final List<Map<DueTimer, DueTimer>> parts = new ArrayList<>();
  private final BitSet changed = new BitSet(PARTS);
  private final DueQueue queue = new DueQueue();
  private int size;

  /** None is pending. */
  public DueTimers() {
    for (int i = 0; i < PARTS; i++) {
      parts.add(new HashMap<>());
    }
  }

  /** How many are pending. */
  public int size() {
    return size;
  }

  /** A timer is pending; does nothing if it is known, or was set later. */
  public void set(String type, String id, String name, long sequence, long due) {
    DueTimer timer = new DueTimer(DueTimer.key(type, id, name), sequence, due);
    if (put(timer)) {
      changed.set(part(timer));
    }
  }

  /** These timers of an actor are pending, each as by {@link #set}. */
  public void setAll(StreamKey actor, List<TimerSetting> pending) {
    pending.forEach(timer -> set(actor.type(), actor.id(), timer.name(), timer.sequence(), timer.millis()));
  }

  private boolean put(DueTimer timer) {
    DueTimer known = parts.get(part(timer)).putIfAbsent(timer, timer);
    if (known == null) {
      size++;
      queue.add(timer);
      return true;
    }
    if (known.sequence >= timer.sequence) {
      return false;
    }
    queue.remove(known);
    known.setAgain(timer.sequence, timer.due);
    queue.add(known);
    return true;
  }

  /** The timer of a name has ended, unless it was set by this event or a later one. */
  public void end(String type, String id, String name, long sequence) {
    DueTimer known = find(new DueTimer(DueTimer.key(type, id, name), 0, 0));
    if (known != null && known.sequence < sequence) {
      remove(known);
    }
  }

  /** A timer has ended that this event has set. */
  public void end(DueTimer timer, long sequence) {
    if (isPending(timer, sequence)) {
      remove(timer);
    }
  }

  /** A timer that this event has set fires at another time. */
  public void postpone(DueTimer timer, long sequence, long due) {
    if (isPending(timer, sequence)) {
      queue.remove(timer);
      timer.due = due;
      queue.add(timer);
    }
  }

  /** A timer that this event has set goes back into the queue. */
  public void putBack(DueTimer timer, long sequence) {
    postpone(timer, sequence, timer.due);
  }

  private boolean isPending(DueTimer timer, long sequence) {
    return timer.sequence == sequence && find(timer) == timer;
  }

  private @Nullable DueTimer find(DueTimer timer) {
    return parts.get(part(timer)).get(timer);
  }

  private void remove(DueTimer timer) {
    parts.get(part(timer)).remove(timer);
    queue.remove(timer);
    size--;
    changed.set(part(timer));
  }

  /** When the first one in the queue is due, in milliseconds since 1970. */
  public long next() {
    DueTimer first = queue.first();
    return first == null ? NEVER : first.due;
  }

  /** Takes the first one out of the queue, if it is due; it stays pending. */
  public @Nullable DueTimer take(long now) {
    DueTimer first = queue.first();
    if (first == null || first.due > now) {
      return null;
    }
    queue.remove(first);
    return first;
  }

  /** The next part from this one on that differs from its page; -1 if none does. */
  public int changedFrom(int part) {
    return changed.nextSetBit(part);
  }

  /** How many timers are written if all parts are that have changed. */
  public long toWrite() {
    return (long) changed.cardinality() * size / PARTS;
  }

  /** Marks a part as stored, before it is. */
  public void unmark(int part) {
    changed.clear(part);
  }

  /** Marks a part as not stored. */
  public void mark(int part) {
    changed.set(part);
  }

  /** The timers of a part. */
  Collection<DueTimer> part(int part) {
    return parts.get(part).keySet();
  }

  /** Takes over a timer of a page. */
  void load(DueTimer timer) {
    put(timer);
  }

  private static int part(DueTimer timer) {
    return timer.hashCode() * SPREAD >>> PART_BITS;
  }
}
