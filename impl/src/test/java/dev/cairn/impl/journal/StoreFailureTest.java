package dev.cairn.impl.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.AlreadyDone;
import dev.cairn.api.PersistFailed;
import dev.cairn.api.PersistRejected;
import dev.cairn.api.PersistUnknown;
import dev.cairn.api.RecoveryFailed;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.impl.Ledger;
import dev.cairn.impl.Ledger.Add;
import dev.cairn.impl.Ledger.Entry;
import dev.cairn.impl.Ledger.Sum;
import dev.cairn.impl.Ledger.Total;
import dev.cairn.impl.journal.Faults.Moment;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.CommitResult;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of an event when the store fails, and that it is true. */
class StoreFailureTest {
  private static final Duration SHORT = Duration.ofMillis(200);

  @TempDir
  Path data;

  private final FaultyProvider memory = FaultyProvider.memory();
  private final Faults faults = memory.faults;

  private void answerOnce(CommitResult result) {
    faults.answer = commits -> {
      faults.answer = null;
      return commits.stream().map(each -> result).toList();
    };
  }

  @Test
  void an_event_whose_acknowledgement_was_lost_is_found_by_the_next_opening_and_is_persisted() {
    try (ActorSystem system = Systems.open(memory)) {
      ActorRef<Entry<?>> ledger = system.entity(Ledger.TYPE, "1");
      ledger.ask(new Add(1));
      faults.fail(Call.COMMIT, 1, Moment.AFTER);
      assertEquals(3, ledger.ask("two", new Add(2)));
      assertEquals(2, assertThrows(AlreadyDone.class, () -> ledger.ask("two", new Add(2))).sequence());
      assertEquals(6, ledger.ask(new Add(3)));
      assertEquals(new Sum(6, 3), ledger.ask(new Total()));
    }
    assertEquals(2, faults.count(Call.OPEN));
  }

  @Test
  void an_event_that_the_next_opening_does_not_have_has_failed_and_the_actor_recovers() {
    try (ActorSystem system = Systems.open(memory)) {
      ActorRef<Entry<?>> ledger = system.entity(Ledger.TYPE, "1");
      ledger.ask(new Add(1));
      faults.fail(Call.COMMIT, 1, Moment.BEFORE);
      assertThrows(PersistFailed.class, () -> ledger.ask("two", new Add(2)));
      assertEquals(3, ledger.ask("two", new Add(2)), "it may be repeated");
    }
  }

  @Test
  void an_event_that_an_engine_in_another_process_did_not_get_is_sent_again_and_is_persisted() {
    try (ActorSystem system = Systems.open(memory.remote(), data, Duration.ofSeconds(10))) {
      ActorRef<Entry<?>> ledger = system.entity(Ledger.TYPE, "1");
      ledger.ask(new Add(1));
      faults.fail(Call.COMMIT, 1, Moment.BEFORE);
      assertEquals(3, ledger.ask("two", new Add(2)));
      assertEquals(2, assertThrows(AlreadyDone.class, () -> ledger.ask("two", new Add(2))).sequence());
      assertEquals(2, faults.count(Call.OPEN));
    }
  }

  @Test
  void an_event_that_ends_one_session_after_another_has_failed_before_its_deadline() {
    try (ActorSystem system = Systems.open(memory.remote(), data, Duration.ofSeconds(10))) {
      ActorRef<Entry<?>> ledger = system.entity(Ledger.TYPE, "1");
      ledger.ask(new Add(1));
      faults.failAll(Call.COMMIT, Faults.broken(Call.COMMIT));
      assertThrows(PersistFailed.class, () -> ledger.ask(new Add(2)));
      assertTrue(faults.count(Call.OPEN) < 10, () -> "opened " + faults.count(Call.OPEN) + " times");
      faults.heal();
      assertEquals(3, ledger.ask(new Add(2)));
    }
  }

  @Test
  void an_event_is_unknown_while_the_store_does_not_come_back_and_true_when_it_does() {
    try (ActorSystem system = Systems.open(memory, Systems.MEMORY, SHORT)) {
      ActorRef<Entry<?>> ledger = system.entity(Ledger.TYPE, "1");
      ActorRef<Entry<?>> other = system.entity(Ledger.TYPE, "2");
      ledger.ask(new Add(1));
      other.ask(new Add(1));
      faults.fail(Call.COMMIT, 1, Moment.AFTER);
      faults.failAll(Call.OPEN, new BackendException.Unavailable("the disk is gone", null));
      assertThrows(PersistUnknown.class, () -> ledger.ask("two", new Add(2)));
      RecoveryFailed unread = assertThrows(RecoveryFailed.class, () -> ledger.ask(new Total()));
      assertInstanceOf(StoreUnavailable.class, unread.getCause(), "nobody vouches for that state");
      assertThrows(RecoveryFailed.class, () -> other.ask(new Add(2)), "never given to the store");
      assertThrows(RecoveryFailed.class, () -> other.ask(new Total()), "others may have the store now");
      faults.heal();
      Eventually.succeeds(() -> ledger.ask(new Total()));
      assertEquals(new Sum(3, 2), ledger.ask(new Total()));
      assertEquals(2, assertThrows(AlreadyDone.class, () -> ledger.ask("two", new Add(2))).sequence());
      assertEquals(4, ledger.ask(new Add(1)));
      assertEquals(3, other.ask(new Add(2)), "the others go on where they were");
    }
  }

  @Test
  void a_store_that_fails_again_while_it_is_asked_what_it_holds_is_opened_again() {
    try (ActorSystem system = Systems.open(memory)) {
      ActorRef<Entry<?>> ledger = system.entity(Ledger.TYPE, "1");
      ledger.ask(new Add(1));
      faults.fail(Call.COMMIT, 1, Moment.AFTER);
      faults.fail(Call.EVENTS, 1, Moment.BEFORE);
      faults.fail(Call.OPEN, 2, Moment.BEFORE);
      assertEquals(3, ledger.ask(new Add(2)));
      assertEquals(4, faults.count(Call.OPEN));
    }
  }

  @Test
  void a_conflict_is_told_as_not_stored_and_the_actor_recovers_before_it_goes_on() {
    try (ActorSystem system = Systems.open(memory)) {
      ActorRef<Entry<?>> ledger = system.entity(Ledger.TYPE, "1");
      ledger.ask(new Add(1));
      answerOnce(new CommitResult.Conflict(7));
      assertThrows(PersistFailed.class, () -> ledger.ask(new Add(2)));
      assertEquals(4, ledger.ask(new Add(3)));
    }
  }

  @Test
  void a_record_that_the_store_finds_too_large_is_rejected_and_the_actor_goes_on() {
    try (ActorSystem system = Systems.open(memory)) {
      ActorRef<Entry<?>> ledger = system.entity(Ledger.TYPE, "1");
      ledger.ask(new Add(1));
      answerOnce(new CommitResult.TooLarge(123_456));
      assertThrows(PersistRejected.class, () -> ledger.ask(new Add(2)));
      assertEquals(new Sum(1, 1), ledger.ask(new Total()));
      assertEquals(4, ledger.ask(new Add(3)));
    }
  }
}
