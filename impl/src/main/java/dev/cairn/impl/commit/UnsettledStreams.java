package dev.cairn.impl.commit;

import dev.cairn.spi.StreamKey;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The streams with a commit for which no thread waits any more, but which the backend may still store. What is read of
 * such a stream may be old in the next moment. Any thread may call.
 */
final class UnsettledStreams {
  private final Map<StreamKey, CountDownLatch> streams = new ConcurrentHashMap<>();

  void add(StreamKey stream) {
    streams.put(stream, new CountDownLatch(1));
  }

  void remove(StreamKey stream) {
    CountDownLatch waited = streams.isEmpty() ? null : streams.remove(stream);
    if (waited != null) {
      waited.countDown();
    }
  }

  /** Waits until a stream is settled; false if the time is over before. */
  boolean await(StreamKey stream, long nanos) {
    CountDownLatch open = streams.get(stream);
    try {
      return open == null || open.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
