package dev.cairn.pekko.journal.bank;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.cairn.pekko.journal.CairnReadJournal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.query.EventEnvelope;
import org.apache.pekko.persistence.query.Offset;
import org.apache.pekko.persistence.query.PersistenceQuery;
import org.apache.pekko.projection.ProjectionBehavior;
import org.apache.pekko.stream.javadsl.Sink;

/**
 * A program on Pekko Typed with accounts, transfers, tags and a projection, for a test that kills it.
 *
 * <pre>
 *   FOLDER BACKEND DATABASE FIRST COUNT
 * </pre>
 *
 * It books so many transfers, a few at a time, and says of each when it is booked. Then it says every event, and what
 * the projection has once it has seen them all.
 */
public final class Bank implements AutoCloseable {
  private static final int ACCOUNTS = 12;
  private static final int AT_A_TIME = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ActorSystem<Void> system;
  private final Balances balances;
  private final Map<String, ActorRef<Account.Book>> accounts = new ConcurrentHashMap<>(); // answers come on any thread

  private Bank(Path folder, String backend, Path database) throws Exception {
    this.system = ActorSystem.create(Behaviors.empty(), "bank", configuration(folder, backend));
    this.balances = new Balances(database);
    system.systemActorOf(ProjectionBehavior.create(balances.projection(system)), "balances", Props.empty());
  }

  private static Config configuration(Path folder, String backend) {
    return ConfigFactory.parseString("""
        pekko.loglevel = WARNING
        pekko.actor.serializers.bank = "dev.cairn.pekko.journal.bank.AccountSerializer"
        pekko.actor.serialization-bindings {
          "dev.cairn.pekko.journal.bank.Account$Booked" = bank
          "dev.cairn.pekko.journal.bank.Account$State" = bank
        }
        pekko.persistence.journal.plugin = "cairn.journal"
        pekko.persistence.snapshot-store.plugin = "cairn.snapshot-store"
        cairn.journal { data = "%1$s", backend = %2$s, durability = SYNC }
        cairn.snapshot-store { data = "%1$s", backend = %2$s, durability = SYNC }
        cairn.query.refresh-interval = 20ms
        pekko.projection.jdbc.dialect = postgres-dialect
        pekko.projection.jdbc.blocking-jdbc-dispatcher.thread-pool-executor.fixed-pool-size = 2
        """.formatted(folder, backend)).withFallback(ConfigFactory.load());
  }

  /** Runs what the arguments say. */
  public static void main(String[] arguments) throws Exception {
    try (Bank bank = new Bank(Path.of(arguments[0]), arguments[1], Path.of(arguments[2]))) {
      bank.transfer(Long.parseLong(arguments[3]), Long.parseLong(arguments[4]));
      bank.audit();
    }
  }

  private void transfer(long first, long count) throws Exception {
    Deque<CompletableFuture<?>> underWay = new ArrayDeque<>();
    for (long next = first; next < first + count || !underWay.isEmpty();) {
      if (underWay.size() < AT_A_TIME && next < first + count) {
        Transfer transfer = Transfer.of(next++, ACCOUNTS);
        underWay.add(book(transfer.from(), transfer.number(), -transfer.amount())
            .thenCompose(done -> book(transfer.to(), transfer.number(), transfer.amount()))
            .thenApply(done -> transfer).toCompletableFuture());
      } else {
        System.out.println("booked " + ((Transfer) underWay.remove().get(30, TimeUnit.SECONDS)).number());
      }
    }
  }

  private CompletionStage<Done> book(String number, long transfer, long amount) {
    ActorRef<Account.Book> account = accounts.computeIfAbsent(number,
        each -> system.systemActorOf(new Account(each), "account-" + each, Props.empty()));
    return AskPattern.ask(account, reply -> new Account.Book(transfer, amount, reply), PATIENCE, system.scheduler());
  }

  private void audit() throws Exception {
    CairnReadJournal queries = PersistenceQuery.get(system).getReadJournalFor(CairnReadJournal.class,
        CairnReadJournal.IDENTIFIER);
    List<EventEnvelope> events = new ArrayList<>();
    for (String tag : List.of(Account.DEBIT, Account.CREDIT)) {
      events.addAll(queries.currentEventsByTag(tag, Offset.noOffset()).runWith(Sink.seq(), system)
          .toCompletableFuture().get(30, TimeUnit.SECONDS));
    }
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (balances.read().values().stream().mapToLong(Balances.Row::events).sum() < events.size()
        && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    events.forEach(each -> {
      Account.Booked booked = (Account.Booked) each.event();
      System.out.println("event " + each.persistenceId() + " " + each.sequenceNr() + " " + booked.transfer() + " "
          + booked.amount());
    });
    balances.read().forEach((account, row) -> System.out
        .println("balance " + account + " " + row.balance() + " " + row.events()));
  }

  @Override
  public void close() {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
