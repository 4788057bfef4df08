package dev.cairn.projection.jdbc;

import dev.cairn.api.EventFilter;
import dev.cairn.api.EventLog;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * A projection: tables of the application that are made of events, each event exactly once. What the handler writes and
 * how far the projection has come are one transaction of the application's database.
 *
 * <pre>{@code
 * JdbcProjection balances = JdbcProjection.of("balances", database, new Balances())
 *     .filter(EventFilter.ALL.types("account"));
 * try (RunningProjection running = balances.run(system.log("main"))) {
 *   ...
 * }
 * }</pre>
 *
 * The database is any with a JDBC driver that has transactions; the build tests SQLite, H2 and PostgreSQL. Each worker
 * takes one connection and keeps it, so a pool must have as many to spare. Two tables belong to the projections; they
 * are made where they are missing, or before by the statements of {@link #ddl}.
 *
 * <p>Immutable: each method returns another projection. Any thread may call.
 */
public final class JdbcProjection {
  private static final int BATCH_EVENTS = 512;
  private static final Duration BATCH_TIME = Duration.ofSeconds(1);
  private static final Duration TAKE_OVER_AFTER = Duration.ofSeconds(5);
  private static final int ATTEMPTS = 10;

  private final Settings settings;

  private JdbcProjection(Settings settings) {
    this.settings = settings;
  }

  /**
   * Declares version 1 of a projection of all events, with one worker, which stops at an event that its handler has
   * refused ten times.
   *
   * @param name {@code [A-Za-z][A-Za-z0-9_.-]{0,63}}
   * @throws IllegalArgumentException if the name breaks the rule
   */
  public static JdbcProjection of(String name, DataSource database, JdbcHandler handler) {
    return new JdbcProjection(new Settings(name, database, handler, 1, 1, BATCH_EVENTS, BATCH_TIME, EventFilter.ALL,
        FailurePolicy.stopAfter(ATTEMPTS), Tables.DEFAULT, TAKE_OVER_AFTER));
  }

  /** Returns the statements that make the two tables of projections, by their usual names. */
  public static List<String> ddl() {
    return Tables.DEFAULT.ddl();
  }

  /**
   * Returns the statements that make the two tables, by names of one's own.
   *
   * @param tables as {@link #tables}
   */
  public static List<String> ddl(String tables) {
    return new Tables(tables).ddl();
  }

  /**
   * Returns another version of the projection, whose handler writes to tables of its own. The first version that runs
   * is the active one; any other begins with the first event of the log, beside the active one, until {@link
   * RunningProjection#switchOver} replaces that one by it.
   *
   * @param number from 1
   */
  public JdbcProjection version(int number) {
    Settings s = settings;
    return new JdbcProjection(new Settings(s.name(), s.database(), s.handler(), number, s.workers(), s.batchEvents(),
        s.batchTime(), s.filter(), s.onFailure(), s.tables(), s.takeOverAfter()));
  }

  /**
   * Returns the projection with several workers. Each has a part of the actors, by a hash of type and id, and an offset
   * of its own; the order of the events of one actor is kept. The number of a version cannot change; another version
   * may have another one.
   *
   * @param number 1 to 256
   */
  public JdbcProjection workers(int number) {
    Settings s = settings;
    return new JdbcProjection(new Settings(s.name(), s.database(), s.handler(), s.version(), number, s.batchEvents(),
        s.batchTime(), s.filter(), s.onFailure(), s.tables(), s.takeOverAfter()));
  }

  /**
   * Returns the projection with other bounds of a transaction; 512 events and a second otherwise. Nothing waits for a
   * batch to be full: where the log ends for now, what was read is written.
   *
   * @param most the highest number of events
   * @param longest after a transaction that took longer, the next ones have fewer events
   */
  public JdbcProjection batch(int most, Duration longest) {
    Settings s = settings;
    return new JdbcProjection(new Settings(s.name(), s.database(), s.handler(), s.version(), s.workers(), most, longest,
        s.filter(), s.onFailure(), s.tables(), s.takeOverAfter()));
  }

  /** Returns the projection of the events that pass a filter. Its slice does not count: workers have slices. */
  public JdbcProjection filter(EventFilter wanted) {
    Settings s = settings;
    return new JdbcProjection(new Settings(s.name(), s.database(), s.handler(), s.version(), s.workers(),
        s.batchEvents(), s.batchTime(), wanted, s.onFailure(), s.tables(), s.takeOverAfter()));
  }

  /** Returns the projection with another policy for events that the handler refuses. */
  public JdbcProjection onFailure(FailurePolicy policy) {
    Settings s = settings;
    return new JdbcProjection(new Settings(s.name(), s.database(), s.handler(), s.version(), s.workers(),
        s.batchEvents(), s.batchTime(), s.filter(), policy, s.tables(), s.takeOverAfter()));
  }

  /**
   * Returns the projection with its progress in other tables than {@code cairn_projection} and {@code
   * cairn_projection_dead}.
   *
   * @param progress {@code TABLE} or {@code SCHEMA.TABLE}, of letters of ASCII, digits and underscores; the other table
   *     has {@code _dead} after this name
   * @throws IllegalArgumentException if the name breaks the rule
   */
  public JdbcProjection tables(String progress) {
    Settings s = settings;
    return new JdbcProjection(new Settings(s.name(), s.database(), s.handler(), s.version(), s.workers(),
        s.batchEvents(), s.batchTime(), s.filter(), s.onFailure(), new Tables(progress), s.takeOverAfter()));
  }

  /**
   * Returns the projection with another time after which a runner takes over from one that gives no sign of life; five
   * seconds otherwise. It is only about speed: two that both think it is their turn double nothing.
   */
  public JdbcProjection takeOverAfter(Duration silence) {
    Settings s = settings;
    return new JdbcProjection(new Settings(s.name(), s.database(), s.handler(), s.version(), s.workers(),
        s.batchEvents(), s.batchTime(), s.filter(), s.onFailure(), s.tables(), silence));
  }

  /**
   * Starts it, and returns at once. Where another runner has it, this one waits; where the database cannot be used, it
   * tries again. {@link RunningProjection#workers} tells how it goes.
   */
  public RunningProjection run(EventLog log) {
    return new RunningProjection(settings, log, ProcessHandle.current().pid() + " " + UUID.randomUUID());
  }

  /**
   * Reads how far the workers of all versions have come; empty before the first run.
   *
   * @throws SQLException if the database cannot be used
   */
  public List<Progress> progress() throws SQLException {
    try (Session session = new Session(settings.database())) {
      ProgressRows progress = new ProgressRows(settings);
      progress.create(session);
      return session.transaction(progress::all);
    }
  }

  /**
   * Forgets this version: its rows, its dead letters and its readers, so that it holds no event any more. A runner of
   * it stops. The tables of the application stay.
   *
   * @throws SQLException if the database cannot be used
   */
  public void remove(EventLog log) throws SQLException {
    try (Session session = new Session(settings.database())) {
      ProgressRows progress = new ProgressRows(settings);
      progress.create(session);
      List<Progress> gone = session.transaction(asked -> {
        progress.lock(asked);
        List<Progress> all = progress.all(asked);
        progress.delete(asked);
        return all;
      });
      gone.stream().filter(row -> row.version() == settings.version())
          .forEach(row -> log.drop(settings.reader(row.worker())));
    }
  }
}
