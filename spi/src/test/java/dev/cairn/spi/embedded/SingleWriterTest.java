package dev.cairn.spi.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Position;
import dev.cairn.spi.StreamKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SingleWriterTest {
  private static final StreamKey STREAM = new StreamKey("main", "account", "42");
  private static final List<Commit> BATCH = List.of(Commit.append(STREAM, 7, 0, List.of(new byte[1])));
  private static final List<CommitResult> STORED = List.of(new CommitResult.Stored(new Position(7, 1)));

  private final Engine engine = new Engine();
  private boolean closed;

  /** Fails as it is told to. */
  private static final class Engine implements BatchWriter {
    private final List<String> calls = new ArrayList<>();
    private @Nullable RuntimeException failure;
    private boolean takesBack;

    @Override
    public List<CommitResult> commit(List<Commit> batch) {
      calls.add("commit");
      if (failure != null) {
        throw failure;
      }
      return STORED;
    }

    @Override
    public boolean takeBack(BackendException.Full because) {
      calls.add("takeBack");
      return takesBack;
    }

    @Override
    public void abandon(Throwable because) {
      calls.add("abandon");
    }
  }

  private SingleWriter writer(@Nullable BatchWriter batches, @Nullable LocationLock location) {
    return new SingleWriter(() -> {
      if (closed) {
        throw new BackendException.Closed("closed");
      }
    }, 7, batches, location);
  }

  @Test
  void a_batch_is_answered_by_the_engine() {
    assertSame(STORED, writer(engine, null).commit(BATCH));
  }

  @Test
  void after_a_batch_whose_outcome_is_unknown_no_other_comes_to_the_engine() {
    SingleWriter writer = writer(engine, null);
    engine.failure = new BackendException.Unavailable("torn", null);
    assertSame(engine.failure, assertThrows(BackendException.Unavailable.class, () -> writer.commit(BATCH)));
    BackendException.Unavailable next =
        assertThrows(BackendException.Unavailable.class, () -> writer.commit(BATCH));
    assertSame(engine.failure, next.getCause());
    assertEquals(List.of("commit", "abandon"), engine.calls);
    assertEquals(7, writer.epoch());
  }

  @Test
  void a_batch_without_space_that_is_taken_back_leaves_the_writer_whole() {
    SingleWriter writer = writer(engine, null);
    engine.failure = new BackendException.Full("full", null);
    engine.takesBack = true;
    assertSame(engine.failure, assertThrows(BackendException.Full.class, () -> writer.commit(BATCH)));
    engine.failure = null;
    assertSame(STORED, writer.commit(BATCH));
    writer.close(whole -> assertTrue(whole));
  }

  @Test
  void a_batch_without_space_that_cannot_be_taken_back_is_of_unknown_outcome() {
    SingleWriter writer = writer(engine, null);
    engine.failure = new BackendException.Full("full", null);
    BackendException.Unavailable unknown =
        assertThrows(BackendException.Unavailable.class, () -> writer.commit(BATCH));
    assertSame(engine.failure, unknown.getCause());
    writer.close(whole -> assertFalse(whole));
  }

  @Test
  void an_opening_to_read_takes_neither_batch_nor_claim() {
    SingleWriter writer = writer(null, null);
    assertThrows(BackendException.Misconfigured.class, () -> writer.commit(BATCH));
    assertThrows(BackendException.Misconfigured.class, writer::epoch);
  }

  @Test
  void the_epoch_of_every_stream_is_the_generation() {
    assertEquals(7, writer(engine, null).epoch());
  }

  @Test
  void after_closing_everything_is_closed() {
    SingleWriter writer = writer(engine, null);
    writer.close(whole -> closed = true);
    assertThrows(BackendException.Closed.class, () -> writer.commit(BATCH));
    assertThrows(BackendException.Closed.class, writer::epoch);
  }

  @Test
  void the_location_is_given_back_last_and_also_where_closing_fails(@TempDir Path folder) {
    SingleWriter writer = writer(engine, LocationLock.acquire(folder));
    assertThrows(IllegalStateException.class, () -> writer.close(whole -> {
      assertThrows(BackendException.Locked.class, () -> LocationLock.acquire(folder));
      throw new IllegalStateException("a handle would not close");
    }));
    LocationLock.acquire(folder).close();
  }

  @Test
  void closing_waits_for_the_batch_under_way() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    List<String> order = new ArrayList<>();
    SingleWriter writer = writer(batch -> {
      started.countDown();
      try {
        goOn.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      order.add("stored");
      return STORED;
    }, null);
    CompletableFuture<?> commit = CompletableFuture.runAsync(() -> writer.commit(BATCH));
    started.await();
    Thread closing = Thread.ofPlatform().start(() -> writer.close(whole -> order.add("closed")));
    while (closing.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    goOn.countDown();
    commit.get();
    closing.join();
    assertEquals(List.of("stored", "closed"), order);
  }
}
