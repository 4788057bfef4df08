package dev.cairn.projection.jdbc;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.EventMetadata;
import dev.cairn.api.NewEvent;
import dev.cairn.api.StreamType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Tests of a handler: given events, then rows. The system is one of the test, with the backend {@code memory}, and the
 * database one that the test has made, with the tables of the application. Used by one thread.
 *
 * <pre>{@code
 * var given = new GivenEvents(system, database, new Balances());
 * given.events(Account.TYPE, "42", new Deposited(100), new Withdrawn(30));
 * assertEquals(List.of(List.of("42", 70L)), given.rows("SELECT id, cents FROM balance"));
 * }</pre>
 */
public final class GivenEvents {
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private final ActorSystem system;
  private final DataSource database;
  private final JdbcProjection projection;
  private final String store;

  /** Tests a handler with the events of the store {@code main}. */
  public GivenEvents(ActorSystem system, DataSource database, JdbcHandler handler) {
    this(system, "main", database, JdbcProjection.of("given", database, handler));
  }

  /** Tests a projection with the events of a store. */
  public GivenEvents(ActorSystem system, String store, DataSource database, JdbcProjection projection) {
    this.system = system;
    this.store = store;
    this.database = database;
    this.projection = projection;
  }

  /** Appends events of an actor, each with a commit of its own. */
  @SafeVarargs
  @SuppressWarnings("varargs") // they are only read
  public final <E> GivenEvents events(ActorType<?, E, ?> type, String id, E... events) {
    return events(type, id, EventMetadata.NONE, Arrays.asList(events));
  }

  /** Appends events of an actor with metadata, for instance tags. */
  public <E> GivenEvents events(ActorType<?, E, ?> type, String id, EventMetadata metadata, List<E> events) {
    var stream = system.streams(store).stream(StreamType.of(type), id);
    for (E event : events) {
      stream.append(List.of(NewEvent.of(event).with(metadata)));
    }
    return this;
  }

  /** Purges an actor: the handler gets a withdrawal. */
  public GivenEvents purged(ActorType<?, ?, ?> type, String id) {
    system.streams(store).stream(StreamType.of(type), id).purge();
    return this;
  }

  /**
   * Lets the projection write everything that was given, and returns the rows of a question. Numbers without a fraction
   * come as {@code Long}, so that they are equal on every database.
   *
   * @throws SQLException if the question is wrong
   * @throws IllegalStateException if the handler refuses an event; the cause is what it threw
   */
  public List<List<@Nullable Object>> rows(String question) throws SQLException {
    try (RunningProjection running = projection.run(system.log(store))) {
      if (!running.awaitCaughtUp(LONGEST)) {
        throw new IllegalStateException("The projection has not written every event within " + LONGEST.toSeconds()
            + " s.", running.workers().stream().flatMap(worker -> worker.trouble().stream()).findFirst().orElse(null));
      }
    }
    try (Connection connection = database.getConnection();
        PreparedStatement asked = connection.prepareStatement(question);
        ResultSet rows = asked.executeQuery()) {
      return all(rows);
    }
  }

  private static List<List<@Nullable Object>> all(ResultSet rows) throws SQLException {
    List<List<@Nullable Object>> all = new ArrayList<>();
    int columns = rows.getMetaData().getColumnCount();
    while (rows.next()) {
      List<@Nullable Object> row = new ArrayList<>(columns);
      for (int column = 1; column <= columns; column++) {
        Object value = rows.getObject(column);
        row.add(value instanceof Integer || value instanceof Short ? (Object) ((Number) value).longValue() : value);
      }
      all.add(Collections.unmodifiableList(row));
    }
    return all;
  }
}
