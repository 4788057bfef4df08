package dev.cairn.pekko.journal.bank;

import dev.cairn.pekko.journal.CairnReadJournal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.japi.function.Function;
import org.apache.pekko.persistence.query.Offset;
import org.apache.pekko.persistence.query.typed.EventEnvelope;
import org.apache.pekko.projection.Projection;
import org.apache.pekko.projection.ProjectionId;
import org.apache.pekko.projection.eventsourced.javadsl.EventSourcedProvider;
import org.apache.pekko.projection.javadsl.SourceProvider;
import org.apache.pekko.projection.jdbc.JdbcSession;
import org.apache.pekko.projection.jdbc.javadsl.JdbcHandler;
import org.apache.pekko.projection.jdbc.javadsl.JdbcProjection;

/** The balances of all accounts in a database of SQLite, made by a projection of Pekko over the slices. */
final class Balances {
  /** What a row says. */
  record Row(long balance, long events) {}

  private final String url;

  Balances(Path folder) {
    this.url = "jdbc:sqlite:" + folder.resolve("balances.db") + "?journal_mode=WAL&synchronous=FULL&busy_timeout=20000";
  }

  Projection<EventEnvelope<Account.Booked>> projection(ActorSystem<?> system) throws Exception {
    try (Session session = new Session()) {
      session
          .execute("CREATE TABLE IF NOT EXISTS balances (account TEXT PRIMARY KEY, balance INTEGER, events INTEGER)");
      session.commit();
    }
    JdbcProjection.createTablesIfNotExists(Session::new, system).toCompletableFuture().get(20, TimeUnit.SECONDS);
    SourceProvider<Offset, EventEnvelope<Account.Booked>> slices = EventSourcedProvider.eventsBySlices(system,
        CairnReadJournal.IDENTIFIER, Account.TYPE, 0, 1023);
    return JdbcProjection.exactlyOnce(ProjectionId.of("balances", "all"), slices, Session::new, Handler::new, system);
  }

  Map<String, Row> read() throws SQLException {
    Map<String, Row> rows = new TreeMap<>();
    try (Session session = new Session(); Statement statement = session.connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT account, balance, events FROM balances")) {
      while (row.next()) {
        rows.put(row.getString(1), new Row(row.getLong(2), row.getLong(3)));
      }
    }
    return rows;
  }

  /** Adds what an event says. */
  private static final class Handler extends JdbcHandler<EventEnvelope<Account.Booked>, Session> {
    @Override
    public void process(Session session, EventEnvelope<Account.Booked> envelope) throws SQLException {
      try (PreparedStatement add = session.connection.prepareStatement("""
          INSERT INTO balances VALUES (?, ?, 1)
          ON CONFLICT (account) DO UPDATE SET balance = balance + excluded.balance, events = events + 1""")) {
        add.setString(1, envelope.persistenceId());
        add.setLong(2, envelope.event().amount());
        add.executeUpdate();
      }
    }
  }

  /** A transaction. */
  private final class Session implements JdbcSession, AutoCloseable {
    private final Connection connection;

    Session() {
      try {
        connection = DriverManager.getConnection(url);
        connection.setAutoCommit(false);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    void execute(String sql) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }

    @Override
    public <R> R withConnection(Function<Connection, R> work) throws Exception {
      return work.apply(connection);
    }

    @Override
    public void commit() throws SQLException {
      connection.commit();
    }

    @Override
    public void rollback() throws SQLException {
      connection.rollback();
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }
}
