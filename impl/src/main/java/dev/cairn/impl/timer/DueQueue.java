package dev.cairn.impl.timer;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Timers in the order in which they are due: a binary heap in which each timer knows its place. One thread. */
final class DueQueue {
  private static final int SMALLEST = 16;

  private @Nullable DueTimer[] heap = new @Nullable DueTimer[SMALLEST];
  private int size;

  @Nullable
  DueTimer first() {
    return heap[0];
  }

  void add(DueTimer timer) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size + (size >> 1));
    }
    up(size++, timer);
  }

  void remove(DueTimer timer) {
    if (!timer.isQueued()) {
      return;
    }
    int hole = timer.place;
    timer.leaveQueue();
    DueTimer last = at(--size);
    heap[size] = null;
    if (hole != size) {
      up(hole, last);
      down(last.place, last);
    }
  }

  private void up(int from, DueTimer timer) {
    int place = from;
    while (place > 0 && at((place - 1) >> 1).due > timer.due) {
      put(place, at((place - 1) >> 1));
      place = (place - 1) >> 1;
    }
    put(place, timer);
  }

  private void down(int from, DueTimer timer) {
    int place = from;
    for (int child = 2 * place + 1; child < size; child = 2 * place + 1) {
      int earlier = child + 1 < size && at(child + 1).due < at(child).due ? child + 1 : child;
      if (at(earlier).due >= timer.due) {
        break;
      }
      put(place, at(earlier));
      place = earlier;
    }
    put(place, timer);
  }

  private void put(int place, DueTimer timer) {
    heap[place] = timer;
    timer.place = place;
  }

  private DueTimer at(int place) {
    return Objects.requireNonNull(heap[place]);
  }
}
