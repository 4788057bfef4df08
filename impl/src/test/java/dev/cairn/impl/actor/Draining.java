package dev.cairn.impl.actor;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.CairnException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A host that goes on writing for a moment when its JVM is told to end, and closes its system itself. */
final class Draining {
  private static final int WRITES = 100;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private Draining() {}

  public static void main(String[] arguments) throws Exception {
    ActorSystem system = ActorSystem.builder().data(Path.of(arguments[0])).backend("sqlite")
        .closeWithJvm(Boolean.parseBoolean(arguments[1])).open();
    ActorRef<Vault.Act<?>> vault = system.entity(Vault.type(), "1");
    vault.ask(new Vault.Add(1));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      System.out.println(drained(vault));
      system.close();
    }));
    System.out.println("open");
    new CountDownLatch(1).await();
  }

  private static String drained(ActorRef<Vault.Act<?>> vault) {
    try {
      long sum = 0;
      for (int i = 0; i < WRITES; i++) {
        sum = vault.ask(new Vault.Add(1));
        LockSupport.parkNanos(PAUSE_NANOS); // requests do not come all at once
      }
      return "sum " + sum;
    } catch (CairnException e) {
      return "refused: " + e.getClass().getSimpleName();
    }
  }
}
