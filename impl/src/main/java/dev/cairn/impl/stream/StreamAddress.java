package dev.cairn.impl.stream;

import dev.cairn.api.AppendConflict;
import dev.cairn.api.CairnException;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.LoggedState;
import dev.cairn.api.NewEvent;
import dev.cairn.api.StreamRef;
import dev.cairn.impl.journal.DirectStream;
import dev.cairn.impl.log.EventLogs;
import dev.cairn.spi.StreamKey;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/** The address of one stream. Any thread may call. */
final class StreamAddress<E, S> implements StreamRef<E, S> {
  private final DirectStream<E> direct;
  private final EventLogs logs;
  private final StreamKey stream;
  private final Runnable beforeEffects;

  StreamAddress(DirectStream<E> direct, EventLogs logs, StreamKey stream, Runnable beforeEffects) {
    this.direct = direct;
    this.logs = logs;
    this.stream = stream;
    this.beforeEffects = beforeEffects;
  }

  @Override
  public String type() {
    return stream.type();
  }

  @Override
  public String id() {
    return stream.id();
  }

  @Override
  public String path() {
    return stream.toString();
  }

  @Override
  public long append(long expected, List<? extends NewEvent<? extends E>> events) {
    return outcome(appendAsync(expected, events));
  }

  @Override
  public long append(List<? extends NewEvent<? extends E>> events) {
    return outcome(appendAsync(events));
  }

  /** Waits, whatever interrupts this thread. */
  private static long outcome(CompletableFuture<Long> appended) {
    try {
      return appended.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof CairnException told ? told.copy() : e;
    }
  }

  @Override
  public CompletableFuture<Long> appendAsync(long expected, List<? extends NewEvent<? extends E>> events) {
    requireSequence(expected, 0);
    List<? extends NewEvent<? extends E>> own = List.copyOf(events);
    beforeEffects.run();
    return own.isEmpty() ? CompletableFuture.completedFuture(expected) : direct.append(expected, own);
  }

  @Override
  public CompletableFuture<Long> appendAsync(List<? extends NewEvent<? extends E>> events) {
    List<? extends NewEvent<? extends E>> own = List.copyOf(events);
    beforeEffects.run();
    return own.isEmpty() ? CompletableFuture.completedFuture(direct.lastSequence()) : direct.append(own);
  }

  @Override
  public long lastSequence() {
    return direct.lastSequence();
  }

  @Override
  public Stream<LoggedEvent> events(long from, long to) {
    return logs.events(stream, from, to);
  }

  @Override
  public void putSnapshot(long sequence, S state, int keep) {
    requireSequence(sequence, 1);
    if (keep < 1) {
      throw new IllegalArgumentException("A stream keeps at least one snapshot, not " + keep + ".");
    }
    Objects.requireNonNull(state, "state");
    beforeEffects.run();
    direct.putSnapshot(sequence, state, keep);
  }

  @Override
  public Optional<LoggedState> snapshot(long atMost) {
    requireSequence(atMost, 0);
    return logs.snapshot(stream, atMost);
  }

  @Override
  public long deleteThrough(long sequence) {
    requireSequence(sequence, 1);
    beforeEffects.run();
    return direct.deleteThrough(sequence);
  }

  @Override
  public void purge() {
    beforeEffects.run();
    direct.purge();
  }

  @Override
  public void beginAfter(long sequence) {
    requireSequence(sequence, 1);
    beforeEffects.run();
    long last = direct.beginAfter(sequence);
    if (last != sequence) {
      throw new AppendConflict(path(), 0, last);
    }
  }

  private static void requireSequence(long sequence, long least) {
    if (sequence < least) {
      throw new IllegalArgumentException("A sequence is " + least + " or more here, not " + sequence + ".");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StreamAddress<?, ?> same && same.logs == logs && same.stream.equals(stream);
  }

  @Override
  public int hashCode() {
    return stream.hashCode();
  }

  @Override
  public String toString() {
    return path();
  }
}
