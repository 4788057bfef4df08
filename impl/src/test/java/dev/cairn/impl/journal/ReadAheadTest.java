package dev.cairn.impl.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.impl.Patience;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamKey;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read ahead comes as it stands in the store, and not too much of it. */
class ReadAheadTest {
  private static final StreamKey STREAM = new StreamKey("main", "thing", "one");
  private static final int MOST_AHEAD = 3 * 1024;

  /** So many events of a size, and then their end or a failure. */
  private static final class Events implements Cursor<StoredEvent> {
    private final int count;
    private final int size;
    private final @Nullable RuntimeException failure;
    private final Set<Thread> readers = new HashSet<>();
    private final AtomicInteger inside = new AtomicInteger();
    private volatile int read;
    private volatile boolean closed;
    private volatile @Nullable CountDownLatch gate;

    Events(int count, int size, @Nullable RuntimeException failure) {
      this.count = count;
      this.size = size;
      this.failure = failure;
    }

    @Override
    public @Nullable StoredEvent next() {
      assertEquals(1, inside.incrementAndGet(), "two threads read at once");
      assertTrue(!closed && read <= count, "read after its end");
      readers.add(Thread.currentThread());
      try {
        if (read == 1024 && gate != null) {
          gate.await();
        }
        if (read == count && failure != null) {
          throw failure;
        }
        int sequence = ++read;
        return sequence > count ? null : new StoredEvent(STREAM, sequence, new Position(1, sequence), new byte[size]);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      } finally {
        inside.decrementAndGet();
      }
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static void assertComes(int events, ReadAhead ahead) {
    for (int sequence = 1; sequence <= events; sequence++) {
      assertEquals(sequence, ahead.next().sequence());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = { 0, 1, 1023, 1024, 1025, 2048, 10_000 })
  void every_event_comes_once_and_in_order_and_then_the_end(int count) {
    Events events = new Events(count, 10, null);
    try (ReadAhead ahead = new ReadAhead(events)) {
      assertComes(count, ahead);
      assertNull(ahead.next());
      assertNull(ahead.next());
    }
    assertEquals(count >= 1024 ? 2 : 1, events.readers.size());
  }

  @ParameterizedTest
  @ValueSource(ints = { 0, 5, 1024, 5000 })
  void a_failure_comes_after_the_events_before_it(int count) {
    RuntimeException failure = new BackendException.Corrupt("the test");
    try (ReadAhead ahead = new ReadAhead(new Events(count, 10, failure))) {
      assertComes(count, ahead);
      assertSame(failure, assertThrows(BackendException.Corrupt.class, ahead::next));
    }
  }

  @Test
  void no_more_than_a_few_batches_are_read_ahead() {
    Events events = new Events(100_000, 10, null);
    try (events; ReadAhead ahead = new ReadAhead(events)) {
      assertComes(2000, ahead);
    }
    assertTrue(events.read <= 2000 + MOST_AHEAD, () -> events.read + " were read");
  }

  @Test
  void who_gives_up_waits_for_the_reader_and_nothing_is_read_afterwards() throws Exception {
    Events events = new Events(100_000, 10, null);
    events.gate = new CountDownLatch(1);
    ReadAhead ahead = new ReadAhead(events);
    assertComes(1024, ahead);
    Patience.until(() -> events.inside.get() > 0); // the other thread, which reads the next one, stands at the gate
    Thread closing = Thread.ofPlatform().start(ahead::close);
    Patience.until(() -> {
      assertTrue(closing.isAlive(), "closed while the cursor was read");
      return closing.getState() == Thread.State.WAITING;
    });
    events.gate.countDown();
    Patience.join(closing);
    assertEquals(1025, events.read);
    assertEquals(0, events.inside.get());
  }

  @Test
  void large_events_are_not_read_ahead_by_the_thousand() {
    Events events = new Events(1000, 100_000, null);
    try (events; ReadAhead ahead = new ReadAhead(events)) {
      assertComes(100, ahead);
    }
    assertTrue(events.read <= 100 + 3 * 3, () -> events.read + " were read");
  }
}
