package dev.cairn.impl.log;

import dev.cairn.api.ActorType;
import dev.cairn.api.EventLog;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.LoggedState;
import dev.cairn.api.StoreRefused;
import dev.cairn.impl.journal.Journal;
import dev.cairn.impl.journal.Store;
import dev.cairn.impl.place.Placed;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.StreamKey;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a system reads beside its actors: the logs of its stores, and the past of each actor. Any thread may call. */
public final class EventLogs {
  private final Journal journal;
  private final Map<Store, StoreLog> logs = new ConcurrentHashMap<>();
  private volatile @Nullable Placed placed;

  /** Reads what this journal writes. */
  public EventLogs(Journal journal) {
    this.journal = journal;
  }

  /** Lets each reader run in one process at a time from now on. */
  public void place(Placed with) {
    placed = with;
  }

  /** Returns the log of a store. */
  public EventLog log(String store) {
    if (!journal.committer().info().globalLog()) {
      throw new StoreRefused("The backend " + journal.committer().info().name()
          + " keeps no order over all streams, so it has no log to read.", null);
    }
    return logs.computeIfAbsent(journal.store(store), each -> new StoreLog(each, () -> placed));
  }

  /** Reads the events of one actor. */
  public Stream<LoggedEvent> events(StreamKey stream, long from, long to) {
    return new History(journal.store(stream.store()), stream).events(from, to);
  }

  /** Reads the newest snapshot of a stream at or below a sequence. */
  public Optional<LoggedState> snapshot(StreamKey stream, long atMost) {
    Store store = journal.store(stream.store());
    return store.committer().read(stream, backend -> {
      try (Recovery recovery = backend.recover(stream, atMost)) {
        return recovery.snapshot();
      }
    }).map(snapshot -> ReadState.of(store, stream, snapshot));
  }

  /** Makes the state that an actor had. */
  public <S> S stateAt(ActorType<?, ?, S> type, StreamKey stream, long through) {
    return journal.store(stream.store()).stateAt(stream, type, through);
  }

  /** Makes the state that an actor had at a time. */
  public <S> S stateAt(ActorType<?, ?, S> type, StreamKey stream, Instant latest) {
    return journal.store(stream.store()).stateAt(stream, type, latest);
  }

  /** Whether the current thread is that of a reader which is under way here. */
  public boolean runHere() {
    return logs.values().stream().anyMatch(StoreLog::runsHere);
  }

  /**
   * Ends all readers that are under way; waits for their handlers, and interrupts those that still run at the deadline.
   *
   * @param deadline of {@link System#nanoTime}
   */
  public void close(long deadline) {
    logs.values().forEach(StoreLog::stop);
    logs.values().forEach(log -> log.awaitEnd(deadline));
  }
}
