package dev.cairn.projection.jdbc;

import dev.cairn.api.LogOffset;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.Withdrawal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Consumer;

/**
 * The sum of each wallet, in a table that is its own judge: an event that comes twice, too early or too late for its
 * wallet is refused.
 */
class Sums implements JdbcHandler {
  private final String table;
  private volatile Consumer<LoggedEvent> before = event -> {};
  private boolean gaps;

  Sums(String table) {
    this.table = table;
  }

  /** Before each event this happens, and may throw. */
  Sums before(Consumer<LoggedEvent> happens) {
    before = happens;
    return this;
  }

  /** An event of a wallet may be missing. */
  Sums withGaps() {
    gaps = true;
    return this;
  }

  static void create(javax.sql.DataSource database, String table) throws SQLException {
    try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE " + table
          + " (id VARCHAR(64) PRIMARY KEY, cents BIGINT NOT NULL, events BIGINT NOT NULL, last BIGINT NOT NULL)");
    }
  }

  @Override
  public void event(Connection connection, LoggedEvent event) throws Exception {
    before.accept(event);
    long cents = event.as(Wallets.TYPE).map(Wallets.Paid::cents).orElse(0L);
    if (update(connection, "UPDATE " + table + " SET cents = cents + ?, events = events + 1, last = ?"
        + " WHERE id = ? AND last BETWEEN ? AND ?", cents, event.sequence(), event.id(),
        gaps ? 1 : event.sequence() - 1,
        event.sequence() - 1) == 0) {
      update(connection, "INSERT INTO " + table + " (cents, last, id, events) VALUES (?, ?, ?, 1)", cents,
          event.sequence(), event.id());
    }
  }

  @Override
  public void withdrawn(Connection connection, Withdrawal withdrawal) throws Exception {
    update(connection, "UPDATE " + table + " SET cents = 0, events = 0 WHERE id = ? AND last <= ?", withdrawal.id(),
        withdrawal.lastSequence());
  }

  @Override
  public void lost(Connection connection, LogOffset after) throws Exception {
    throw new IllegalStateException("nothing is lost here");
  }

  @Override
  public void activate(Connection connection) throws Exception {
    try (Statement statement = connection.createStatement()) {
      statement.execute("DROP VIEW IF EXISTS sums");
      statement.execute("CREATE VIEW sums AS SELECT id, cents FROM " + table);
    }
  }

  static int update(Connection connection, String text, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      return statement.executeUpdate();
    }
  }

  /** The rows, each as one text. */
  static List<String> rows(javax.sql.DataSource database, String question) throws SQLException {
    try (Connection connection = database.getConnection(); Statement statement = connection.createStatement();
        var rows = statement.executeQuery(question)) {
      List<String> found = new java.util.ArrayList<>();
      while (rows.next()) {
        StringBuilder row = new StringBuilder();
        for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
          row.append(column == 1 ? "" : " ").append(rows.getString(column));
        }
        found.add(row.toString());
      }
      return found;
    }
  }
}
