package dev.cairn.bench;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.Durability;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.NewEvent;
import dev.cairn.api.StreamType;
import dev.cairn.projection.jdbc.JdbcHandler;
import dev.cairn.projection.jdbc.JdbcProjection;
import dev.cairn.projection.jdbc.RunningProjection;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * Projects a stored log into SQLite, a row for each event, beside the same rows written by hand in batches of the same
 * size: a round is one of each.
 */
final class Projections {
  private static final int EVENTS = Integer.getInteger("projections.events", 200_000);
  private static final int ROUNDS = Integer.getInteger("projections.rounds", 5);
  private static final int STREAMS = 1_000;
  private static final int BATCH = 512;
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final String INSERT = "INSERT INTO entry (id, sequence, cents) VALUES (?, ?, ?)";

  record Paid(long cents, String from) {}

  private static final StreamType<Paid, Void> TYPE = StreamType.of(MethodHandles.lookup(), "account", Paid.class);

  private Projections() {}

  /** Writes the rows of a batch with one statement. */
  private static final class Entries implements JdbcHandler {
    @Override
    public void event(Connection connection, LoggedEvent event) throws SQLException {
      events(connection, List.of(event));
    }

    @Override
    public void events(Connection connection, List<LoggedEvent> events) throws SQLException {
      try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
        for (LoggedEvent event : events) {
          add(insert, event.id(), event.sequence(), event.as(TYPE).orElseThrow().cents());
        }
        insert.executeBatch();
      }
    }
  }

  /** Writes the rows of an event, one after the other, as a handler that is a lambda does. */
  private static void one(Connection connection, LoggedEvent event) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      add(insert, event.id(), event.sequence(), event.as(TYPE).orElseThrow().cents());
      insert.executeBatch();
    }
  }

  private static void add(PreparedStatement insert, String id, long sequence, long cents) throws SQLException {
    insert.setString(1, id);
    insert.setLong(2, sequence);
    insert.setLong(3, cents);
    insert.addBatch();
  }

  private static DataSource database(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
    config.setBusyTimeout((int) Duration.ofSeconds(10).toMillis());
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    try (Connection connection = source.getConnection(); var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE entry (id TEXT NOT NULL, sequence INTEGER NOT NULL, cents INTEGER NOT NULL,"
          + " PRIMARY KEY (id, sequence))");
    }
    return source;
  }

  private static void fill(ActorSystem system) {
    for (int stream = 0; stream < STREAMS; stream++) {
      List<NewEvent<Paid>> events = new ArrayList<>();
      for (int i = 0; i < EVENTS / STREAMS; i++) {
        events.add(NewEvent.of(new Paid(i, "somebody somewhere in the town of Bern")));
      }
      system.streams("main").stream(TYPE, "account-" + stream).append(0, events);
    }
  }

  /** Events a second. */
  private static double projected(ActorSystem system, Path file, JdbcHandler handler, int workers)
      throws SQLException {
    String name = file.getFileName().toString().replaceAll("\\W", "-");
    JdbcProjection projection =
        JdbcProjection.of(name, database(file), handler).batch(BATCH, Duration.ofSeconds(1)).workers(workers);
    long began = System.nanoTime();
    try (RunningProjection running = projection.run(system.log("main"))) {
      if (!running.awaitCaughtUp(LONGEST)) {
        throw new IllegalStateException("The projection did not come to the end: " + running.workers());
      }
      return rate(began);
    } finally {
      projection.remove(system.log("main"));
    }
  }

  private static double byHand(Path file) throws SQLException {
    DataSource database = database(file);
    long began = System.nanoTime();
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
        for (int stream = 0, waiting = 0; stream < STREAMS; stream++) {
          for (int i = 0; i < EVENTS / STREAMS; i++) {
            add(insert, "account-" + stream, i + 1L, i);
            if (++waiting == BATCH) {
              insert.executeBatch();
              connection.commit();
              waiting = 0;
            }
          }
        }
        insert.executeBatch();
        connection.commit();
      }
    }
    return rate(began);
  }

  private static double rate(long began) {
    return EVENTS * 1e9 / (System.nanoTime() - began);
  }

  public static void main(String[] args) throws Exception {
    System.out.println(Machine.measured(Path.of("").toAbsolutePath()));
    System.out.printf(Locale.ROOT, "%-8s %14s %14s %14s %14s %10s%n", "round", "by hand /s", "batches /s",
        "one by one /s",
        "2 workers /s", "slowdown");
    try (Folder folder = new Folder(Path.of("").toAbsolutePath());
        ActorSystem system = ActorSystem.builder().data(folder.path().resolve("data")).backend("sqlite")
            .durability(Durability.OS).open()) {
      fill(system);
      for (int round = 0; round <= ROUNDS; round++) {
        Path files = java.nio.file.Files.createDirectory(folder.path().resolve("round" + round));
        double hand = byHand(files.resolve("hand"));
        double batches = projected(system, files.resolve("batches"), new Entries(), 1);
        double single = projected(system, files.resolve("single"), Projections::one, 1);
        double two = projected(system, files.resolve("two"), new Entries(), 2);
        System.out.printf(Locale.ROOT, "%-8s %,14.0f %,14.0f %,14.0f %,14.0f %10.2f%n", round == 0 ? "warm-up" : round,
            hand, batches, single, two, hand / batches);
      }
    }
  }
}
