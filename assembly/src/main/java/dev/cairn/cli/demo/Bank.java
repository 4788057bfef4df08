package dev.cairn.cli.demo;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.Refused;
import dev.cairn.api.StoreLocked;
import dev.cairn.cli.print.Printable;
import dev.cairn.cli.progress.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** The accounts of one store in the demo. Used by one thread. */
final class Bank implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration WORTH_TELLING = Duration.ofMillis(300);
  private static final Duration PAUSE = Duration.ofMillis(50);
  private final ActorSystem system;
  private final Map<String, ActorRef<AccountCommand<?>>> accounts = new HashMap<>();

  private Bank(ActorSystem system) {
    this.system = system;
  }

  /** Refuses a store that contains actors but no import of a demo. */
  static void requireOwnStore(DemoOptions options) {
    try (var inspector = options.inspect()) {
      if (inspector.find(Import.TYPE + "/" + Import.ID).isEmpty()) {
        for (var store : inspector.stores()) {
          inspector.streams(store.name(), stream -> {
            throw new DemoStopped(
                "The store in " + options.data() + " holds other actors (" + stream.path()
                    + " is one). The demo does not write there; give it another folder with --data.");
          });
        }
      }
    }
  }

  /**
   * Opens the store. A process of the demo that was just killed may hold the store for some milliseconds; a longer wait
   * prints the holder.
   */
  static Bank open(DemoOptions options, PrintStream err) {
    long start = System.nanoTime();
    boolean told = false;
    while (true) {
      try {
        return new Bank(builder(options).open());
      } catch (StoreLocked e) {
        long waited = System.nanoTime() - start;
        if (waited > PATIENCE.toNanos()) {
          throw e;
        }
        if (!told && waited > WORTH_TELLING.toNanos()) {
          told = true;
          err.println("Waiting for " + PATIENCE.toSeconds() + " seconds: the store in "
              + Printable.of(options.data().toString()) + " is held by " + Printable.of(e.holder()) + ".");
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private static ActorSystem.Builder builder(DemoOptions options) {
    var builder = ActorSystem.builder().data(options.data()).askTimeout(Duration.ofMinutes(1))
        .chain(!options.hasSeveralWriters());
    options.backendToUse().ifPresent(builder::backend);
    options.keys().ifPresent(builder::keys);
    return builder;
  }

  /** Claims the store for an input; fails if the store belongs to another input. */
  void claim(Import.Begin begin, DemoOptions options) {
    try {
      system.entity(Import.TYPE, Import.ID).ask(begin);
    } catch (Refused e) {
      throw new DemoStopped("The data in " + options.data() + " belongs to another input: " + e.reason()
          + ". This input is " + begin.name() + " with " + begin.rows() + " rows, SHA-256 " + begin.sha256()
          + ". Give that input again, or another folder with --data.");
    }
  }

  /** Returns the address of an account. */
  ActorRef<AccountCommand<?>> account(String id) {
    return accounts.computeIfAbsent(id, name -> system.entity(Account.TYPE, name));
  }

  /** Reads the ledgers of accounts, which recovers accounts that are not active. */
  Map<String, Ledger> read(Collection<String> ids, Progress progress) {
    var ledgers = new ConcurrentHashMap<String, Ledger>();
    var done = new AtomicLong();
    var asks = new InFlight();
    for (String id : ids) {
      asks.start(() -> account(id).askAsync(new AccountCommand.Read()).thenAccept(ledger -> {
        ledgers.put(id, ledger);
        progress.stepTo(done.incrementAndGet());
      }));
    }
    asks.await();
    return ledgers;
  }

  @Override
  public void close() {
    system.close();
  }
}
