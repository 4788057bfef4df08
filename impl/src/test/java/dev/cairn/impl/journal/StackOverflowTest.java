package dev.cairn.impl.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.CairnException;
import dev.cairn.api.Durability;
import dev.cairn.impl.journal.Digger.DigAtTheEnd;
import dev.cairn.impl.journal.Digger.DigForEver;
import dev.cairn.impl.journal.Digger.DigOnce;
import dev.cairn.impl.journal.Digger.Look;
import dev.cairn.impl.journal.Digger.Order;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A handler that uses up its stack costs its own command, and never the store. */
@Timeout(60)
class StackOverflowTest {
  private static final int ROUNDS = Integer.getInteger("cairn.overflow.rounds", 2);

  @TempDir
  Path data;

  private ActorSystem open(String backend, Durability durability) {
    return ActorSystem.builder().data(data).backend(backend).durability(durability)
        .persistDeadline(Duration.ofSeconds(10)).open();
  }

  private static void holdsWhatIsStored(ActorSystem system, ActorRef<Order<?>> digger) {
    long depth = digger.ask(new Look());
    assertEquals(system.events(digger, 1, Long.MAX_VALUE).count(), depth, "memory is what the log says");
    assertEquals(depth + 1, digger.ask(new DigOnce()), "it goes on");
  }

  @ParameterizedTest
  @CsvSource({ "memory,NONE", "sqlite,OS", "rocksdb,OS" })
  void who_persists_again_and_again_down_to_the_end_of_the_stack_loses_a_command_and_nobody_else_notices(String backend,
      Durability durability) {
    try (ActorSystem system = open(backend, durability)) {
      ActorRef<Order<?>> other = system.entity(Digger.TYPE, "other");
      for (int round = 1; round <= ROUNDS; round++) {
        ActorRef<Order<?>> digger = system.entity(Digger.TYPE, "digger " + round);
        assertThrows(CairnException.class, () -> digger.ask(new DigForEver(backend.equals("memory") ? 1 : 10)));
        assertEquals(round, other.ask(new DigOnce()));
        assertTrue(digger.ask(new Look()) > 100);
        holdsWhatIsStored(system, digger);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({ "memory,NONE", "sqlite,OS", "sqlite,SYNC", "rocksdb,OS", "rocksdb,SYNC" })
  void who_persists_only_near_the_end_of_the_stack_loses_a_command_and_nobody_else_notices(String backend,
      Durability durability) {
    try (ActorSystem system = open(backend, durability)) {
      ActorRef<Order<?>> other = system.entity(Digger.TYPE, "other");
      ActorRef<Order<?>> digger = system.entity(Digger.TYPE, "digger");
      for (int round = 1; round <= ROUNDS; round++) {
        assertThrows(CairnException.class, () -> digger.ask(new DigAtTheEnd()));
        assertEquals(round, other.ask(new DigOnce()));
        holdsWhatIsStored(system, digger);
      }
    }
  }
}
