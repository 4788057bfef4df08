package dev.cairn.impl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.Mailbox;
import dev.cairn.api.MailboxFull;
import dev.cairn.impl.Ledger.Add;
import dev.cairn.impl.Ledger.Entry;
import dev.cairn.impl.Ledger.Total;
import dev.cairn.testkit.Call;
import dev.cairn.testkit.FaultyStore;
import dev.cairn.testkit.Gate;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A store that stands still. */
class BlockedStoreTest {
  private static final int TELLS = Integer.getInteger("tells", 100_000);

  @Test
  void tells_to_an_actor_whose_store_is_blocked_are_refused_after_the_bound_and_none_of_the_others_is_lost() {
    FaultyStore store = FaultyStore.over("memory");
    try (ActorSystem system = ActorSystem.builder().data(Path.of("memory")).backend(store)
        .askTimeout(Duration.ofMinutes(1)).open()) {
      ActorRef<Entry<?>> ledger = system.entity(Ledger.TYPE, "1");
      ledger.ask(new Add(1));
      int taken = 0;
      try (Gate gate = store.block(Call.COMMIT)) {
        ledger.tell(new Add(1));
        gate.awaitCall(Duration.ofSeconds(30));
        for (int i = 0; i < TELLS; i++) {
          taken += told(ledger) ? 1 : 0;
        }
        assertEquals(Mailbox.DEFAULT.count(), taken);
      }
      while (!told(ledger)) {
        Thread.onSpinWait(); // the mailbox is still full
      }
      assertEquals(3 + taken, total(ledger));
    }
  }

  private static long total(ActorRef<Entry<?>> ledger) {
    while (true) {
      try {
        return ledger.ask(new Total()).total();
      } catch (MailboxFull full) {
        Thread.onSpinWait();
      }
    }
  }

  private static boolean told(ActorRef<Entry<?>> ledger) {
    try {
      ledger.tell(new Add(1));
      return true;
    } catch (MailboxFull full) {
      return false;
    }
  }
}
