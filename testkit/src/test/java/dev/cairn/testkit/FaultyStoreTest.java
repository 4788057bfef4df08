package dev.cairn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultyStoreTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final StreamKey ONE = new StreamKey("main", "actor", "1");
  private static final StreamKey TWO = new StreamKey("main", "actor", "2");

  private final FaultyStore store = FaultyStore.over("memory");
  private Backend backend = open();

  private Backend open() {
    return store.open(
        new BackendConfig(Path.of("memory"), BackendConfig.Mode.CREATE, Optional.empty(), Map.of()));
  }

  @AfterEach
  void close() {
    store.heal();
    backend.close();
  }

  private List<CommitResult> commit(StreamKey... streams) {
    long epoch = backend.info().generation();
    return backend.commit(Arrays.stream(streams)
        .map(stream -> Commit.append(stream, epoch, last(stream), List.of(new byte[] { 7 }))).toList());
  }

  private long last(StreamKey stream) {
    try (var recovery = backend.recover(stream, 0)) {
      return recovery.head().last();
    }
  }

  @Test
  void without_a_plan_it_is_the_backend_below() {
    assertEquals("memory", store.name());
    assertTrue(commit(ONE).get(0) instanceof CommitResult.Stored);
    assertEquals(1, last(ONE));
    assertEquals(1, store.calls(Call.COMMIT));
  }

  @Test
  void a_call_that_fails_before_never_reaches_the_backend() {
    var full = new BackendException.Full("no space", null);
    store.next(Call.COMMIT, Fault.before(full));
    assertSame(full, assertThrows(BackendException.Full.class, () -> commit(ONE)));
    assertEquals(0, last(ONE));
    commit(ONE);
    assertEquals(1, last(ONE));
  }

  @Test
  void a_call_that_fails_after_is_carried_out() {
    store.at(Call.COMMIT, 2, Fault.after());
    commit(ONE);
    assertThrows(BackendException.Unavailable.class, () -> commit(ONE));
    assertEquals(2, last(ONE));
  }

  /** The commits of one actor in one batch, as those of a pipelined actor are. */
  private List<CommitResult> commitInTurn(int commits) {
    long epoch = backend.info().generation();
    long last = last(ONE);
    return backend.commit(IntStream.range(0, commits)
        .mapToObj(i -> Commit.append(ONE, epoch, last + i, List.of(new byte[] { 7 }))).toList());
  }

  @Test
  void any_commit_of_a_batch_can_fail_and_those_before_it_are_stored() {
    store.atCommit(5, Fault.before());
    commitInTurn(2);
    assertThrows(BackendException.Unavailable.class, () -> commitInTurn(6));
    assertEquals(4, last(ONE));
    store.atCommit(2, Fault.after());
    assertThrows(BackendException.Unavailable.class, () -> commitInTurn(3));
    assertEquals(6, last(ONE));
    store.atCommit(2, Fault.answer(new CommitResult.TooLarge(3)));
    List<CommitResult> results = commitInTurn(3);
    assertEquals(List.of(new CommitResult.TooLarge(3), new CommitResult.Conflict(7)), results.subList(1, 3));
    assertEquals(7, last(ONE));
  }

  @Test
  void a_list_that_fails_halfway_is_stored_by_half() {
    store.next(Call.COMMIT, Fault.halfway());
    assertThrows(BackendException.Unavailable.class, () -> commit(ONE, TWO));
    assertEquals(1, last(ONE));
    assertEquals(0, last(TWO));
  }

  @Test
  void a_commit_can_be_answered_without_being_stored() {
    store.next(Call.COMMIT, Fault.answer(new CommitResult.Conflict(7)));
    assertEquals(List.of(new CommitResult.Conflict(7)), commit(ONE));
    assertEquals(0, last(ONE));
    assertThrows(IllegalArgumentException.class,
        () -> store.next(Call.READ, Fault.answer(new CommitResult.Conflict(7))));
  }

  @Test
  void a_reader_that_fails_halfway_gets_one_result_and_one_that_fails_after_gets_all() {
    commit(ONE);
    commit(ONE);
    store.next(Call.READ, Fault.halfway());
    try (Cursor<StoredEvent> events = backend.events(ONE, 1, 2)) {
      assertEquals(1, events.next().sequence());
      assertThrows(BackendException.Unavailable.class, events::next);
    }
    store.next(Call.READ, Fault.after());
    try (LogCursor log = backend.log("main", Position.START)) {
      assertEquals(1, log.next().sequence());
      assertEquals(2, log.next().sequence());
      assertThrows(BackendException.Unavailable.class, log::next);
    }
    try (LogCursor log = backend.log("main", Position.END)) {
      assertNull(log.next());
    }
  }

  @Test
  void every_call_of_a_kind_fails_until_it_is_healed() {
    store.every(Call.CLAIM, Fault.before());
    for (int i = 0; i < 3; i++) {
      assertThrows(BackendException.Unavailable.class, () -> backend.claim(ONE));
    }
    store.heal();
    assertEquals(0, backend.claim(ONE).head().last());
    assertEquals(4, store.calls(Call.CLAIM));
  }

  @Test
  void what_the_runtime_writes_for_itself_is_counted_apart() {
    store.every(Call.COMMIT, Fault.before());
    commit(new StreamKey("main", "_manifest", "x"));
    assertEquals(2, store.calls(Call.BOOKKEEPING), "the head that was read, and the commit");
    assertEquals(0, store.calls(Call.COMMIT));
  }

  @Test
  void a_blocked_call_goes_on_when_its_gate_is_closed() {
    CompletableFuture<List<CommitResult>> stored;
    try (Gate gate = store.block(Call.COMMIT)) {
      stored = CompletableFuture.supplyAsync(() -> commit(ONE));
      gate.awaitCall(PATIENCE);
      assertEquals(0, last(ONE));
    }
    assertTrue(
        stored.orTimeout(30, TimeUnit.SECONDS).join().get(0) instanceof CommitResult.Stored);
  }

  @Test
  void an_opening_that_fails_after_is_closed_again() {
    backend.close();
    store.next(Call.OPEN, Fault.after());
    assertThrows(BackendException.Unavailable.class, this::open);
    backend = open();
    assertEquals(3, store.calls(Call.OPEN));
  }

  @Test
  void what_was_stored_is_there_for_the_next_opening() {
    commit(ONE);
    backend.close();
    backend = open();
    assertEquals(1, last(ONE));
  }

  @Test
  void a_backend_that_is_not_there_is_refused_with_those_that_are() {
    var refused = assertThrows(IllegalArgumentException.class, () -> FaultyStore.over("tape"));
    assertTrue(refused.getMessage().contains("memory"), refused.getMessage());
  }
}
