package dev.cairn.impl.journal;

import dev.cairn.api.StoreUnavailable;
import dev.cairn.impl.commit.Patience;
import dev.cairn.spi.StreamKey;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * The writers of the streams that are written without an actor: one for each stream, while it has something to do and
 * for a while longer, since it knows where its stream ends. An actor and a writer never write one stream at the same
 * time:
 *
 * <pre>
 *   append:     its writer is in this map, then it looks whether an actor is active
 *   recovery:   its actor is active, then it looks whether this map has a writer, and waits until that is quiet
 * </pre>
 *
 * Any thread may call.
 */
public final class StreamWriters {
  private static final int MOST = 1 << 14;

  private final ConcurrentHashMap<StreamKey, StreamWriter> writers = new ConcurrentHashMap<>();
  private final AtomicBoolean sweeping = new AtomicBoolean();
  private volatile Predicate<StreamKey> isActor = stream -> false;

  /** Lets them know which streams have an active actor. Called once, before the first append. */
  public void yieldTo(Predicate<StreamKey> actors) {
    isActor = actors;
  }

  /** Returns the writer of a stream that has taken something. One that was retired meanwhile takes nothing. */
  StreamWriter of(Store store, StreamKey stream, Predicate<StreamWriter> takes) {
    while (true) {
      StreamWriter writer = of(store, stream);
      if (takes.test(writer)) {
        return writer;
      }
    }
  }

  private StreamWriter of(Store store, StreamKey stream) {
    StreamWriter found = writers.get(stream);
    if (found != null && !found.isRetired()) {
      return found;
    }
    if (writers.mappingCount() >= MOST) {
      sweep();
    }
    return writers.compute(stream, (key, there) -> there == null || there.isRetired()
        ? new StreamWriter(store.committer(), store.observer(), store.opener(key), key, isActor)
        : there);
  }

  private void sweep() {
    if (sweeping.compareAndSet(false, true)) {
      try {
        writers.forEach((stream, writer) -> {
          if (writers.mappingCount() > MOST / 2 && writer.retire()) {
            writers.remove(stream, writer);
          }
        });
      } finally {
        sweeping.set(false);
      }
    }
  }

  /**
   * Waits until no append to a stream is under way.
   *
   * @throws StoreUnavailable if that takes too long
   */
  void awaitQuiet(StreamKey stream, Patience patience) {
    StreamWriter writer = writers.get(stream);
    if (writer != null) {
      writer.awaitQuiet(patience);
    }
  }
}
