package dev.cairn.projection.jdbc;

import dev.cairn.api.LogOffset;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one version of a projection. Each method runs in the transaction of the session that it is given, except
 * {@link #create} and {@link #require}, which have transactions of their own.
 */
final class ProgressRows {
  private static final int MOST_OF_REASON = 1000;

  private final Settings settings;
  private final Tables tables;

  ProgressRows(Settings settings) {
    this.settings = settings;
    this.tables = settings.tables();
  }

  /** Makes the tables where they are not there. Another runner may do the same meanwhile. */
  void create(Session session) throws SQLException {
    List<String> names = List.of(tables.progress(), tables.deadLetters());
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      String ddl = tables.ddl().get(i);
      if (!isThere(session, name)) {
        try {
          session.transaction(made -> {
            made.execute(ddl);
            return name;
          });
        } catch (SQLException e) {
          if (DatabaseTrouble.is(e) || !isThere(session, name)) {
            throw e;
          }
        }
      }
    }
  }

  private boolean isThere(Session session, String table) throws SQLException {
    try {
      session.transaction(asked -> {
        asked.execute(tables.probe(table));
        return table;
      });
      return true;
    } catch (SQLException e) {
      if (DatabaseTrouble.is(e)) {
        throw e;
      }
      return false;
    }
  }

  /**
   * Comes first in each transaction that reads rows and then writes. In SQLite a transaction that has read cannot write
   * once another one has written: it would fail at once, however long it is told to wait.
   */
  void lock(Session session) throws SQLException {
    session.update(tables.lock(), settings.name());
  }

  /** The rows of all versions, by version and worker. */
  List<Progress> all(Session session) throws SQLException {
    return session.progress(tables.select(), settings.name());
  }

  Optional<Progress> one(Session session, int worker) throws SQLException {
    return session.progress(tables.selectOne(), settings.name(), settings.version(), worker).stream().findFirst();
  }

  /**
   * The row of a worker, in a transaction of its own.
   *
   * @throws ProjectionStopped if it is gone
   */
  Progress require(Session session, int worker) throws SQLException {
    return session.transaction(asked -> one(asked, worker)).orElseThrow(
        () -> new ProjectionStopped("The rows of " + settings.words(worker) + " are gone: it was removed.", null));
  }

  /** Makes the rows of this version where they are not there. The first version of a projection is the active one. */
  void register(Session session, LogOffset start) throws SQLException {
    lock(session);
    List<Progress> all = all(session);
    List<Progress> own = all.stream().filter(row -> row.version() == settings.version()).toList();
    if (own.isEmpty()) {
      Progress.State state = all.isEmpty() ? Progress.State.ACTIVE : Progress.State.BUILDING;
      for (int worker = 0; worker < settings.workers(); worker++) {
        session.update(tables.insert(), settings.name(), settings.version(), worker, settings.workers(), state.name(),
            start.toString());
      }
    } else if (own.get(0).workers() != settings.workers()) {
      throw new ProjectionStopped("The projection " + settings.name() + " " + settings.version() + " has "
          + own.get(0).workers() + " workers, whose rows are of their part of the actors, and cannot go on with "
          + settings.workers() + ". Declare " + own.get(0).workers() + ", or build another version beside it.", null);
    }
  }

  boolean claim(Session session, Progress seen, String owner) throws SQLException {
    return session.update(tables.claim(), owner, settings.name(), settings.version(), seen.worker(), seen.epoch(),
        seen.beat()) == 1;
  }

  boolean beat(Session session, Progress own) throws SQLException {
    return session.update(tables.beat(), settings.name(), settings.version(), own.worker(), own.epoch()) == 1;
  }

  /** Locks and moves the row. False if it is not as this runner left it. */
  boolean move(Session session, Progress own, LogOffset to, long events) throws SQLException {
    return session.update(tables.move(), to.toString(), events, settings.name(), settings.version(), own.worker(),
        own.epoch(), own.offset().toString()) == 1;
  }

  void release(Session session, Progress own) throws SQLException {
    session.update(tables.release(), settings.name(), settings.version(), own.worker(), own.epoch());
  }

  /** Changes the state of a row of any version, if it is the expected one; whoever writes there is overtaken. */
  boolean become(Session session, Progress of, Progress.State from, Progress.State to) throws SQLException {
    return session.update(tables.become(), to.name(), settings.name(), of.version(), of.worker(), from.name()) == 1;
  }

  /** Makes rows of this version active. */
  boolean activate(Session session, Progress own) throws SQLException {
    return session.update(tables.activate(), settings.name(), own.version(), own.worker()) == 1;
  }

  void delete(Session session) throws SQLException {
    session.update(tables.delete(tables.progress()), settings.name(), settings.version());
    session.update(tables.delete(tables.deadLetters()), settings.name(), settings.version());
  }

  /** Writes down what is skipped: which one it was, not what was in it. */
  void bury(Session session, Entry entry, @Nullable String reason) throws SQLException {
    Identity of = Identity.of(entry);
    String why = reason == null ? "" : reason.substring(0, Math.min(reason.length(), MOST_OF_REASON));
    session.update(tables.bury(), settings.name(), settings.version(), entry.offset().toString(), of.kind, of.store,
        of.type, of.id, of.first, of.last, of.event, why, Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
  }

  /** What identifies an entry for good. */
  private record Identity(String kind, String store, String type, String id, long first, long last, String event) {
    static Identity of(Entry entry) {
      return switch (entry) {
        case Entry.Event e -> new Identity("event", e.event().store(), e.event().actorType(), e.event().id(),
            e.event().sequence(), e.event().sequence(), e.event().type());
        case Entry.Withdrawn w -> new Identity("withdrawal", w.withdrawal().store(), w.withdrawal().actorType(),
            w.withdrawal().id(), w.withdrawal().firstSequence(), w.withdrawal().lastSequence(), "");
        case Entry.Lost lost -> new Identity("loss", "", "", "", 0, 0, "");
      };
    }
  }
}
