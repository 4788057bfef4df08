package dev.cairn.impl.actor;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.MailboxFull;
import dev.cairn.testkit.Call;
import dev.cairn.testkit.FaultyStore;
import dev.cairn.testkit.Gate;
import java.nio.file.Path;
import java.time.Duration;

/** Tells a million commands to an actor whose store hangs, and then lets the store go on. */
final class Flood {
  private Flood() {}

  public static void main(String[] arguments) {
    int tells = Integer.parseInt(arguments[0]);
    FaultyStore store = FaultyStore.over("memory");
    try (ActorSystem system = ActorSystem.builder().data(Path.of("memory")).backend(store)
        .askTimeout(Duration.ofSeconds(30)).open()) {
      ActorRef<Vault.Act<?>> vault = system.spawn(Vault.type(), "1");
      long taken = 0;
      try (Gate gate = store.block(Call.COMMIT)) {
        vault.tell(new Vault.Add(1));
        gate.awaitCall(Duration.ofSeconds(30));
        for (int i = 1; i < tells; i++) {
          taken += told(vault) ? 1 : 0;
        }
      }
      long sum = asked(vault);
      System.out.println("taken " + taken + ", refused " + (tells - 1 - taken) + ", sum " + sum);
    }
  }

  private static long asked(ActorRef<Vault.Act<?>> vault) {
    while (true) {
      try {
        return vault.ask(new Vault.Add(1));
      } catch (MailboxFull full) {
        Thread.yield(); // the store has only just gone on
      }
    }
  }

  private static boolean told(ActorRef<Vault.Act<?>> vault) {
    try {
      vault.tell(new Vault.Add(1));
      return true;
    } catch (MailboxFull full) {
      return false;
    }
  }
}
