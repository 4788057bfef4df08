package dev.cairn.impl.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.AlreadyDone;
import dev.cairn.api.AppendConflict;
import dev.cairn.api.EventMetadata;
import dev.cairn.api.InvalidName;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.LoggedState;
import dev.cairn.api.NewEvent;
import dev.cairn.api.PersistFailed;
import dev.cairn.api.PersistRejected;
import dev.cairn.api.PersistUnknown;
import dev.cairn.api.StreamRef;
import dev.cairn.api.StreamType;
import dev.cairn.impl.Patience;
import dev.cairn.impl.journal.Chain.Link;
import dev.cairn.impl.journal.Chain.Linked;
import dev.cairn.impl.journal.Chain.Links;
import dev.cairn.impl.journal.Chain.Look;
import dev.cairn.impl.journal.Chain.Order;
import dev.cairn.impl.journal.Chain.Put;
import dev.cairn.impl.journal.Faults.Moment;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.CommitResult;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Streams that a program writes without actors: what it appends, what it is told, and what an actor of the name does.
 */
@Timeout(60)
class StreamsTest {
  private static final StreamType<Linked, Links> TYPE = StreamType.of(Chain.TYPE);

  private final FaultyProvider provider = FaultyProvider.memory();
  private ActorSystem system = Systems.open(provider);

  @AfterEach
  void close() {
    provider.faults.heal();
    system.close();
  }

  private StreamRef<Linked, Links> stream(String id) {
    return system.streams("main").stream(TYPE, id);
  }

  private static List<NewEvent<Linked>> links(long... values) {
    return LongStream.of(values).<NewEvent<Linked>>mapToObj(value -> NewEvent.of(new Link(value))).toList();
  }

  private static List<Long> values(StreamRef<Linked, Links> stream) {
    return stream.events(1, Long.MAX_VALUE).map(event -> ((Link) event.as(TYPE).orElseThrow()).value()).toList();
  }

  @Test
  void events_get_the_next_sequences_and_come_back_with_all_that_was_said_of_them() {
    StreamRef<Linked, Links> stream = stream("1");
    Instant then = Instant.ofEpochMilli(1_000_000_007);
    assertEquals(1, stream.append(0, List.of(NewEvent.<Linked>of(new Link(7)).at(then).commandId("c").correlationId("o")
        .with(EventMetadata.tagged("cash").with("branch", "Bern")))));
    assertEquals(3, stream.append(1, links(8, 9)));
    assertEquals(4, stream.append(links(10)));
    assertEquals(4, stream.lastSequence());
    assertEquals(List.of(7L, 8L, 9L, 10L), values(stream));
    LoggedEvent first = stream.events(1, 1).findFirst().orElseThrow();
    assertEquals(then, first.time());
    assertEquals(Optional.of("c"), first.commandId());
    assertEquals(Optional.of("o"), first.correlationId());
    assertEquals(List.of("cash"), first.tags());
    assertEquals(Map.of("branch", "Bern"), first.entries());
    List<LoggedEvent> both = stream.events(2, 3).toList();
    assertEquals(both.get(0).commitId(), both.get(1).commitId());
    assertEquals(4, system.log("main").read(system.log("main").start(), 10).events().size());
  }

  @Test
  void whoever_expects_another_end_is_told_the_true_one() {
    StreamRef<Linked, Links> stream = stream("1");
    stream.append(0, links(1, 2, 3));
    for (long expected : new long[] { 0, 2, 4, 100 }) {
      AppendConflict told = assertThrows(AppendConflict.class, () -> stream.append(expected, links(4)));
      assertEquals(expected, told.expected());
      assertEquals(3, told.lastSequence());
    }
    assertEquals(List.of(1L, 2L, 3L), values(stream));
  }

  @Test
  void an_append_is_stored_as_a_whole_or_not_at_all() {
    StreamRef<Linked, Links> stream = stream("1");
    NewEvent<Linked> large =
        NewEvent.<Linked>of(new Link(2)).with(EventMetadata.NONE.with("more", "x".repeat(2 << 20)));
    PersistRejected told =
        assertThrows(PersistRejected.class, () -> stream.append(0, List.of(NewEvent.of(new Link(1)), large)));
    assertTrue(told.getMessage().contains("/chain/1 was rejected and not stored: its record is larger than"),
        told.getMessage());
    assertEquals(0, stream.lastSequence());
    assertEquals(1, stream.append(0, links(1)));
  }

  @Test
  void of_two_that_expect_the_same_end_one_wins_and_the_other_is_told_the_truth() {
    int rounds = 200;
    AtomicInteger won = new AtomicInteger();
    List<Throwable> wrong = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      StreamRef<Linked, Links> own = stream("shared");
      int writer = i;
      threads.add(Thread.ofVirtual().start(() -> {
        long last = 0;
        try {
          while (last < rounds) {
            try {
              last = own.append(last, links(writer));
              won.incrementAndGet();
            } catch (AppendConflict told) {
              assertTrue(told.lastSequence() > last, told::getMessage);
              last = told.lastSequence();
            } catch (PersistFailed told) { // it came behind a losing one whose end it expects
              last = own.lastSequence();
            }
          }
        } catch (Throwable e) {
          synchronized (wrong) {
            wrong.add(e);
          }
        }
      }));
    }
    threads.forEach(Patience::join);
    assertEquals(List.of(), wrong);
    assertEquals(won.get(), stream("shared").lastSequence());
    assertEquals(won.get(), values(stream("shared")).size());
  }

  @Test
  void many_appends_under_way_keep_their_order() {
    provider.waiting();
    system.close();
    system = Systems.open(provider);
    StreamRef<Linked, Links> stream = stream("1");
    List<CompletableFuture<Long>> answers = new ArrayList<>();
    for (long i = 0; i < 3000; i++) {
      answers.add(i % 3 == 0 ? stream.appendAsync(links(i)) : stream.appendAsync(i, links(i)));
    }
    for (int i = 0; i < answers.size(); i++) {
      assertEquals(i + 1, answers.get(i).join());
    }
    assertEquals(LongStream.range(0, 3000).boxed().toList(), values(stream));
  }

  @Test
  void what_follows_an_append_that_is_not_stored_is_not_stored_either() {
    stream("1").append(0, links(1));
    CountDownLatch go = held();
    StreamRef<Linked, Links> stream = stream("1");
    CompletableFuture<Long> other = stream("2").appendAsync(0, links(1));
    CompletableFuture<Long> wrong = stream.appendAsync(7, links(2));
    CompletableFuture<Long> follower = stream.appendAsync(8, links(3));
    CompletableFuture<Long> atEnd = stream.appendAsync(links(4));
    go.countDown();
    assertEquals(1, other.join());
    assertInstanceOf(AppendConflict.class, assertThrows(CompletionException.class, wrong::join).getCause());
    assertInstanceOf(PersistFailed.class, assertThrows(CompletionException.class, follower::join).getCause());
    assertEquals(2, atEnd.join());
    assertEquals(List.of(1L, 4L), values(stream));
  }

  @Test
  void what_follows_an_append_that_expects_too_little_is_not_stored_even_where_the_stream_ends_there() {
    stream("1").append(0, links(1, 2, 3));
    CountDownLatch go = held();
    StreamRef<Linked, Links> stream = stream("1");
    CompletableFuture<Long> other = stream("2").appendAsync(0, links(1));
    CompletableFuture<Long> wrong = stream.appendAsync(0, links(4, 5, 6));
    CompletableFuture<Long> follower = stream.appendAsync(3, links(7));
    go.countDown();
    assertEquals(1, other.join());
    assertInstanceOf(AppendConflict.class, assertThrows(CompletionException.class, wrong::join).getCause());
    assertInstanceOf(PersistFailed.class, assertThrows(CompletionException.class, follower::join).getCause());
    assertEquals(List.of(1L, 2L, 3L), values(stream));
  }

  /** Lets the next commit wait inside the backend. */
  private CountDownLatch held() {
    provider.waiting();
    system.close();
    system = Systems.open(provider);
    stream("before").append(links(0));
    CountDownLatch go = new CountDownLatch(1);
    provider.faults.pause = () -> {
      provider.faults.pause = null;
      Patience.await(go);
    };
    return go;
  }

  @Test
  void an_append_that_is_repeated_as_it_was_is_not_stored_again() {
    StreamRef<Linked, Links> stream = stream("1");
    stream.append(0, links(1));
    List<NewEvent<Linked>> events = List.of(NewEvent.<Linked>of(new Link(2)).commandId("c"), NewEvent.of(new Link(3)));
    assertEquals(3, stream.append(1, events));
    stream.append(3, links(4));
    assertEquals(3, assertThrows(AlreadyDone.class, () -> stream.append(1, events)).sequence());
    assertThrows(AppendConflict.class, () -> stream.append(0, events));
    assertEquals(List.of(1L, 2L, 3L, 4L), values(stream));
  }

  @Test
  void the_stream_of_an_active_actor_refuses_the_door_by_name() {
    ActorRef<Order<?>> actor = system.entity(Chain.TYPE, "1");
    actor.ask(new Put(1));
    StreamRef<Linked, Links> stream = stream("1");
    PersistRejected told = assertThrows(PersistRejected.class, () -> stream.append(1, links(2)));
    assertEquals(
        "An event of /chain/1 was rejected and not stored: its actor is active, and only the actor writes to the "
            + "stream. Send it a command; or stop it, and append then.",
        told.getMessage());
    assertThrows(PersistRejected.class, stream::purge);
    assertThrows(PersistRejected.class, () -> stream.putSnapshot(1, Links.NONE, 1));
    assertEquals(List.of(1L), values(stream), "everybody may read");
    system.stop(actor);
    stream.append(1, links(2));
    assertEquals(Links.of(List.of(1L, 2L)), actor.ask(new Look()), "the actor recovers what was appended");
    assertThrows(PersistRejected.class, () -> stream.append(2, links(3)));
  }

  @Test
  void an_actor_recovers_after_the_appends_that_are_under_way() {
    CountDownLatch go = held();
    CompletableFuture<Long> appended = stream("1").appendAsync(0, links(1));
    CompletableFuture<Links> seen = system.entity(Chain.TYPE, "1").askAsync(new Put(2));
    Patience.until(() -> isRefused("1"));
    go.countDown();
    assertEquals(1, appended.join());
    assertEquals(Links.of(List.of(1L, 2L)), seen.join());
  }

  private boolean isRefused(String id) {
    CompletableFuture<Long> answer = stream(id).appendAsync(100, links(3));
    return answer.isCompletedExceptionally() && answer.exceptionNow() instanceof PersistRejected;
  }

  @Test
  void snapshots_sum_up_the_events_that_are_deleted() {
    StreamRef<Linked, Links> stream = stream("1");
    stream.append(0, links(1, 2, 3, 4, 5));
    assertEquals(Optional.empty(), stream.snapshot(Long.MAX_VALUE));
    assertThrows(PersistRejected.class, () -> stream.deleteThrough(2));
    assertThrows(PersistRejected.class, () -> stream.putSnapshot(6, Links.NONE, 1));
    stream.putSnapshot(2, Links.of(List.of(1L, 2L)), 3);
    stream.putSnapshot(4, Links.of(List.of(1L, 2L, 3L, 4L)), 3);
    assertEquals(4, stream.snapshot(Long.MAX_VALUE).map(LoggedState::sequence).orElseThrow());
    assertEquals(Links.of(List.of(1L, 2L)), stream.snapshot(3).flatMap(state -> state.as(TYPE)).orElseThrow());
    assertEquals(3, stream.deleteThrough(3));
    assertEquals(List.of(4L, 5L), values(stream));
    assertEquals(Optional.empty(), stream.snapshot(3), "it would be of no use without its events");
    assertEquals(3, stream.deleteThrough(1));
    assertEquals(Links.of(List.of(1L, 2L, 3L, 4L, 5L)), system.entity(Chain.TYPE, "1").ask(new Look()));
  }

  @Test
  void a_purged_stream_goes_on_with_its_sequences() {
    StreamRef<Linked, Links> stream = stream("1");
    stream.purge();
    stream.append(0, links(1, 2));
    stream.purge();
    stream.purge();
    assertEquals(List.of(), values(stream));
    assertEquals(2, stream.lastSequence());
    assertEquals(3, stream.append(2, links(3)));
  }

  @Test
  void a_stream_whose_first_events_are_gone_elsewhere_begins_in_the_middle() {
    StreamRef<Linked, Links> stream = stream("1");
    stream.beginAfter(500);
    stream.beginAfter(500);
    assertEquals(500, stream.lastSequence());
    assertEquals(501, stream.append(500, links(1)));
    assertEquals(501, assertThrows(AppendConflict.class, () -> stream.beginAfter(500)).lastSequence());
    assertEquals(Links.of(List.of(1L)), system.entity(Chain.TYPE, "1").ask(new Look()));
  }

  @Test
  void ids_are_listed_in_order_from_anywhere() {
    List<String> ids = LongStream.range(0, 1100).mapToObj(i -> String.format("%04d", i)).toList();
    ids.forEach(id -> stream(id).append(links(1)));
    system.entity(Chain.named("other"), "x").ask(new Put(1));
    assertEquals(ids, system.streams("main").ids(TYPE, "").toList());
    assertEquals(ids.subList(700, 1100), system.streams("main").ids(TYPE, "0699").toList());
  }

  @Test
  void what_the_door_tells_is_true_where_the_store_fails_and_opens_again() {
    StreamRef<Linked, Links> stream = stream("1");
    stream.append(0, links(1));
    provider.faults.fail(Call.COMMIT, 1, Moment.AFTER);
    assertEquals(2, stream.append(1, links(2)));
    provider.faults.fail(Call.COMMIT, 1, Moment.BEFORE);
    assertThrows(PersistFailed.class, () -> stream.append(2, links(3)));
    provider.faults.fail(Call.COMMIT, 1, Moment.BEFORE);
    assertThrows(PersistFailed.class, () -> stream.append(links(3)));
    assertEquals(3, stream.append(links(3)));
    assertEquals(List.of(1L, 2L, 3L), values(stream));
  }

  @Test
  void where_the_store_does_not_come_back_nobody_knows_and_a_repeat_tells() {
    system.close();
    system = Systems.open(provider, Systems.MEMORY, Duration.ofMillis(50));
    StreamRef<Linked, Links> stream = stream("1");
    provider.faults.failAndGo(Call.COMMIT, 1, Moment.AFTER);
    List<NewEvent<Linked>> events = List.of(NewEvent.<Linked>of(new Link(1)).commandId("c"));
    PersistUnknown told = assertThrows(PersistUnknown.class, () -> stream.append(0, events));
    assertTrue(told.getMessage().startsWith("It is not yet known whether event 1 of /chain/1 was stored: "),
        told.getMessage());
    provider.faults.comeBack();
    assertEquals(1, Eventually.succeeds(() -> {
      try {
        return stream.append(0, events);
      } catch (AlreadyDone done) {
        return done.sequence();
      }
    }));
    assertEquals(List.of(1L), values(stream));
  }

  @Test
  void an_append_that_was_fenced_is_decided_by_the_sequence_that_it_expects() {
    StreamRef<Linked, Links> stream = stream("1");
    stream.append(0, links(1));
    AtomicInteger fenced = new AtomicInteger();
    provider.faults.answer = commits -> {
      provider.faults.answer = null;
      fenced.addAndGet(commits.size());
      return commits.stream().<CommitResult>map(commit -> new CommitResult.Fenced(99)).toList();
    };
    assertEquals(2, stream.append(1, links(2)));
    assertEquals(1, fenced.get());
    assertEquals(List.of(1L, 2L), values(stream));
  }

  @Test
  void a_closed_system_takes_nothing() {
    StreamRef<Linked, Links> stream = stream("1");
    system.close();
    assertThrows(PersistFailed.class, () -> stream.append(0, links(1)));
    assertThrows(PersistFailed.class, () -> stream.append(links(1)));
    assertThrows(PersistFailed.class, stream::purge);
  }

  @Test
  void bad_names_and_numbers_are_refused_at_once() {
    assertThrows(InvalidName.class, () -> system.streams("Main"));
    assertThrows(InvalidName.class, () -> stream(""));
    assertThrows(InvalidName.class, () -> StreamType.of(MethodHandles.lookup(), "Chain", Linked.class));
    StreamRef<Linked, Links> stream = stream("1");
    assertThrows(IllegalArgumentException.class, () -> stream.append(-1, links(1)));
    assertThrows(IllegalArgumentException.class, () -> stream.putSnapshot(0, Links.NONE, 1));
    assertThrows(IllegalArgumentException.class, () -> stream.putSnapshot(1, Links.NONE, 0));
    assertEquals(5, stream.append(5, List.of()));
  }

  @Test
  void a_full_disk_stores_nothing_and_the_next_append_goes_on() {
    StreamRef<Linked, Links> stream = stream("1");
    provider.faults.failAll(Call.COMMIT, new BackendException.Full("no space", null));
    assertThrows(PersistFailed.class, () -> stream.append(0, links(1)));
    provider.faults.heal();
    assertEquals(1, stream.append(0, links(1)));
  }
}
