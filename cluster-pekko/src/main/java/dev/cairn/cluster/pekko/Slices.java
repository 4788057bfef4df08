package dev.cairn.cluster.pekko;

import dev.cairn.spi.Placement;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Which slices this process runs, between the entities of Pekko and the receiver. Any thread calls. */
final class Slices {
  private final AtomicIntegerArray here;
  private final Placement.Receiver receiver;
  private final AtomicInteger releasing = new AtomicInteger();
  private volatile boolean closed;

  Slices(int count, Placement.Receiver receiver) {
    this.here = new AtomicIntegerArray(count);
    this.receiver = receiver;
  }

  int count() {
    return here.length();
  }

  boolean here(int slice) {
    return here.get(slice) != 0;
  }

  SortedSet<Integer> here() {
    return IntStream.range(0, here.length()).filter(this::here).boxed().collect(Collectors.toCollection(TreeSet::new));
  }

  void gained(int slice) {
    if (!closed) {
      receiver.gained(slice);
      here.set(slice, 1);
    }
  }

  /** Never throws, and its stage never fails. */
  CompletionStage<Void> release(int slice) {
    boolean had = here.getAndSet(slice, 0) != 0;
    if (!had || closed) {
      return CompletableFuture.completedStage(null);
    }
    releasing.incrementAndGet();
    try {
      return receiver.release(slice).handle((done, failure) -> {
        releasing.decrementAndGet();
        return null;
      });
    } catch (RuntimeException e) {
      releasing.decrementAndGet();
      return CompletableFuture.completedStage(null);
    }
  }

  /** Whether nothing runs here, nor ends here. */
  boolean areGone() {
    return releasing.get() == 0 && IntStream.range(0, here.length()).noneMatch(this::here);
  }

  /** Never throws; what the receiver throws fails the stage. */
  CompletionStage<byte[]> receive(int slice, byte[] letter) {
    try {
      return receiver.receive(slice, letter);
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  void doubt(boolean unsure) {
    if (!closed) {
      receiver.doubt(unsure);
    }
  }

  /** No slice is here any more, and the receiver hears of it as a whole. */
  void lost(String reason) {
    if (!closed) {
      IntStream.range(0, here.length()).forEach(slice -> here.set(slice, 0));
      receiver.lost(reason);
    }
  }

  /** From now on the receiver is not called, except for letters that it has. */
  void close() {
    closed = true;
    IntStream.range(0, here.length()).forEach(slice -> here.set(slice, 0));
  }
}
