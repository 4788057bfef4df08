package dev.cairn.impl.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.AlreadyDone;
import dev.cairn.api.PersistFailed;
import dev.cairn.api.PersistRejected;
import dev.cairn.api.PersistUnknown;
import dev.cairn.api.RecoveryFailed;
import dev.cairn.api.bind.Keys;
import dev.cairn.impl.Ledger;
import dev.cairn.impl.Ledger.Add;
import dev.cairn.impl.Ledger.Entry;
import dev.cairn.impl.Ledger.Sum;
import dev.cairn.impl.Ledger.Total;
import dev.cairn.impl.actor.LocalActorSystem;
import dev.cairn.impl.backend.Location;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.BackendProvider;
import dev.cairn.spi.CommitResult;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is told of an event when the store fails, and that it is true. */
class StoreFailureTest {
  private final Path data = Path.of("memory");
  private final BackendProvider memory = FaultyBackend.memory();
  private FaultyBackend backend = wrapped();

  private FaultyBackend wrapped() {
    return FaultyBackend.open(memory, data);
  }

  private ActorSystem open() {
    return new LocalActorSystem(Journal.open(() -> new Location(data, backend, false), Keys.NONE),
        Duration.ofSeconds(5));
  }

  @Test
  void an_exception_after_the_event_was_stored_is_unknown_until_the_next_opening_tells() {
    RuntimeException lost = new BackendException.Unavailable("the acknowledgement was lost", null);
    try (ActorSystem system = open()) {
      ActorRef<Entry<?>> ledger = system.entity(Ledger.TYPE, "1");
      ActorRef<Entry<?>> other = system.entity(Ledger.TYPE, "2");
      ledger.ask(new Add(1));
      other.ask(new Add(1));
      backend.storeAndThrow(lost);
      assertSame(lost, assertThrows(PersistUnknown.class, () -> ledger.ask("two", new Add(2))).getCause());
      assertThrows(RecoveryFailed.class, () -> ledger.ask(new Total()), "nobody vouches for that state");
      assertThrows(PersistFailed.class, () -> other.ask(new Add(2)), "never given to the store");
      assertEquals(new Sum(1, 1), other.ask(new Total()));
    }
    backend = wrapped();
    try (ActorSystem system = open()) {
      ActorRef<Entry<?>> ledger = system.entity(Ledger.TYPE, "1");
      assertEquals(new Sum(3, 2), ledger.ask(new Total()));
      assertEquals(2, assertThrows(AlreadyDone.class, () -> ledger.ask("two", new Add(2))).sequence());
      assertEquals(4, ledger.ask(new Add(1)));
      assertEquals(new Sum(1, 1), system.entity(Ledger.TYPE, "2").ask(new Total()));
    }
  }

  @Test
  void a_conflict_is_told_as_not_stored_and_the_actor_recovers_before_it_goes_on() {
    try (ActorSystem system = open()) {
      ActorRef<Entry<?>> ledger = system.entity(Ledger.TYPE, "1");
      ledger.ask(new Add(1));
      backend.answerOnce(new CommitResult.Conflict(7));
      assertThrows(PersistFailed.class, () -> ledger.ask(new Add(2)));
      assertEquals(4, ledger.ask(new Add(3)));
    }
  }

  @Test
  void a_record_that_the_store_finds_too_large_is_rejected_and_the_actor_goes_on() {
    try (ActorSystem system = open()) {
      ActorRef<Entry<?>> ledger = system.entity(Ledger.TYPE, "1");
      ledger.ask(new Add(1));
      backend.answerOnce(new CommitResult.TooLarge(123_456));
      assertThrows(PersistRejected.class, () -> ledger.ask(new Add(2)));
      assertEquals(new Sum(1, 1), ledger.ask(new Total()));
      assertEquals(4, ledger.ask(new Add(3)));
    }
  }
}
