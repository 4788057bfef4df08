package dev.cairn.examples.migration;

import com.typesafe.config.ConfigFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** A program on Pekko Persistence JDBC: two accounts, 25 payments each; one of them deletes what its snapshot has. */
public final class OldPekkoProgram {
  static final int EVENTS_LEFT = 25 + 15;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private OldPekkoProgram() {}

  static void run(String url) throws Exception {
    try (var program = new Running("""
        pekko.persistence.journal.plugin = jdbc-journal
        pekko.persistence.snapshot-store.plugin = jdbc-snapshot-store
        jdbc-journal.use-shared-db = slick
        jdbc-snapshot-store.use-shared-db = slick
        pekko-persistence-jdbc.shared-databases.slick {
          profile = "slick.jdbc.H2Profile$"
          db { driver = "org.h2.Driver", url = "%s", user = "", password = "",
            numThreads = 2, maxConnections = 2, minConnections = 1 }
        }
        """.formatted(url))) {
      for (String id : new String[] { "ada", "bob" }) {
        ActorRef<Pay> account = program.account(id);
        for (long amount = 1; amount <= 25; amount++) {
          program.pay(account, amount);
        }
      }
      awaitDeletion(url);
    }
  }

  /** Goes on in a folder, with the journal plugin; returns what an account has after one more payment. */
  static long payIn(Path folder, String id, long amount) throws Exception {
    try (var program = new Running("""
        pekko.persistence.journal.plugin = cairn.journal
        pekko.persistence.snapshot-store.plugin = cairn.snapshot-store
        cairn.journal { data = "%s", backend = sqlite }
        """.formatted(folder))) {
      return program.pay(program.account(id), amount);
    }
  }

  private static final class Running implements AutoCloseable {
    private final ActorSystem<Void> system;

    Running(String plugins) {
      system = ActorSystem.create(Behaviors.empty(), "old", ConfigFactory.parseString("""
          pekko.loglevel = OFF
          pekko.stdout-loglevel = OFF
          pekko.coordinated-shutdown.run-by-jvm-shutdown-hook = off
          pekko.actor.serializers.json = "%1$s$Json"
          pekko.actor.serialization-bindings { "%1$s$Paid" = json, "%1$s$Balance" = json }
          """.formatted(OldPekkoProgram.class.getName()) + plugins).withFallback(ConfigFactory.load()));
    }

    ActorRef<Pay> account(String id) {
      return system.systemActorOf(new Account(id), id, Props.empty());
    }

    long pay(ActorRef<Pay> account, long amount) throws Exception {
      return AskPattern.<Pay, Long>ask(account, reply -> new Pay(amount, reply), TIMEOUT, system.scheduler())
          .toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    }
  }

  /** Pekko deletes beside the answers. */
  private static void awaitDeletion(String url) throws Exception {
    try (var connection = java.sql.DriverManager.getConnection(url); var select = connection
        .prepareStatement("SELECT COUNT(*) FROM \"event_journal\" WHERE NOT \"deleted\"")) {
      for (long end = System.nanoTime() + TIMEOUT.toNanos(); System.nanoTime() < end;
          LockSupport.parkNanos(5_000_000)) {
        var rows = select.executeQuery();
        rows.next();
        if (rows.getInt(1) == EVENTS_LEFT) {
          return;
        }
      }
    }
    throw new AssertionError("Pekko has not deleted the events that its snapshot has.");
  }

  static byte[] json(long amount) {
    return ("{\"amount\":" + amount + "}").getBytes(StandardCharsets.UTF_8);
  }

  record Pay(long amount, ActorRef<Long> replyTo) {}

  record Paid(long amount) {}

  record Balance(long sum) {}

  private static final class Account extends EventSourcedBehavior<Pay, Paid, Balance> {
    private final boolean deletes;

    Account(String id) {
      super(PersistenceId.of("Account", id));
      this.deletes = id.equals("bob");
    }

    @Override
    public Balance emptyState() {
      return new Balance(0);
    }

    @Override
    public Set<String> tagsFor(Paid event) {
      return event.amount() % 2 == 0 ? Set.of("paid", "even") : Set.of("paid");
    }

    @Override
    public RetentionCriteria retentionCriteria() {
      return deletes ? RetentionCriteria.snapshotEvery(10, 1).withDeleteEventsOnSnapshot()
          : RetentionCriteria.disabled();
    }

    @Override
    public CommandHandler<Pay, Paid, Balance> commandHandler() {
      return newCommandHandlerBuilder().forAnyState().onCommand(Pay.class,
          pay -> Effect().persist(new Paid(pay.amount())).thenReply(pay.replyTo(), Balance::sum)).build();
    }

    @Override
    public EventHandler<Balance, Paid> eventHandler() {
      return (balance, paid) -> new Balance(balance.sum() + paid.amount());
    }
  }

  /** Events as JSON. Pekko makes it by name. */
  public static final class Json extends SerializerWithStringManifest {
    @Override
    public int identifier() {
      return 7002;
    }

    @Override
    public String manifest(Object value) {
      return value instanceof Paid ? "paid" : "balance";
    }

    @Override
    public byte[] toBinary(Object value) {
      return value instanceof Paid paid ? json(paid.amount())
          : ByteBuffer.allocate(Long.BYTES).putLong(((Balance) value).sum()).array();
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) {
      return manifest.equals("paid")
          ? new Paid(Long.parseLong(new String(bytes, StandardCharsets.UTF_8).replaceAll("[^0-9]", "")))
          : new Balance(ByteBuffer.wrap(bytes).getLong());
    }
  }
}
