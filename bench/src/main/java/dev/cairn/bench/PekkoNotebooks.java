package dev.cairn.bench;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Notebooks in a system of Apache Pekko with pekko-persistence-jdbc and its defaults. */
final class PekkoNotebooks implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String CONFIG = """
      pekko.loglevel = OFF
      pekko.stdout-loglevel = OFF
      pekko.log-dead-letters = off
      pekko.coordinated-shutdown.run-by-jvm-shutdown-hook = off
      pekko.actor.serializers.plain = "dev.cairn.bench.PekkoNotebook$Plain"
      pekko.actor.serialization-bindings { "dev.cairn.bench.PekkoNotebook$Written" = plain }
      pekko.persistence.journal.plugin = jdbc-journal
      pekko.persistence.snapshot-store.plugin = jdbc-snapshot-store
      jdbc-journal.use-shared-db = slick
      jdbc-snapshot-store.use-shared-db = slick
      pekko-persistence-jdbc.shared-databases.slick {
        profile = "slick.jdbc.PostgresProfile$"
        db {
          driver = "org.postgresql.Driver", user = postgres, password = ""
          url = "%s?reWriteBatchedInserts=true&currentSchema=%s&options=-c%%20synchronous_commit=%s"
        }
      }
      """;

  /** The tables of its own script, without those that it does not need here. */
  private static final String TABLES = """
      CREATE SCHEMA IF NOT EXISTS %1$s; SET search_path = %1$s;
      CREATE TABLE IF NOT EXISTS event_journal(ordering BIGSERIAL, persistence_id VARCHAR(255) NOT NULL,
        sequence_number BIGINT NOT NULL, deleted BOOLEAN DEFAULT FALSE NOT NULL, writer VARCHAR(255) NOT NULL,
        write_timestamp BIGINT, adapter_manifest VARCHAR(255), event_ser_id INTEGER NOT NULL,
        event_ser_manifest VARCHAR(255) NOT NULL, event_payload BYTEA NOT NULL, meta_ser_id INTEGER,
        meta_ser_manifest VARCHAR(255), meta_payload BYTEA, PRIMARY KEY(persistence_id, sequence_number));
      CREATE UNIQUE INDEX IF NOT EXISTS event_journal_ordering_idx ON event_journal(ordering);
      CREATE TABLE IF NOT EXISTS event_tag(event_id BIGINT, tag VARCHAR(256), PRIMARY KEY(event_id, tag),
        CONSTRAINT fk_event_journal FOREIGN KEY(event_id) REFERENCES event_journal(ordering) ON DELETE CASCADE);
      CREATE TABLE IF NOT EXISTS snapshot(persistence_id VARCHAR(255) NOT NULL, sequence_number BIGINT NOT NULL,
        created BIGINT NOT NULL, snapshot_ser_id INTEGER NOT NULL, snapshot_ser_manifest VARCHAR(255) NOT NULL,
        snapshot_payload BYTEA NOT NULL, meta_ser_id INTEGER, meta_ser_manifest VARCHAR(255), meta_payload BYTEA,
        PRIMARY KEY(persistence_id, sequence_number))""";

  private final ActorSystem<Void> system;
  private final List<ActorRef<PekkoNotebook.Write>> notebooks = new ArrayList<>();

  private PekkoNotebooks(ActorSystem<Void> system) {
    this.system = system;
  }

  static PekkoNotebooks open(BenchDatabase database, Path folder, String synchronous) throws SQLException {
    String schema = BenchDatabase.schema(folder);
    database.run(folder, TABLES.formatted(schema));
    return new PekkoNotebooks(ActorSystem.create(Behaviors.empty(), "bench", ConfigFactory
        .parseString(CONFIG.formatted(database.url(), schema, synchronous)).withFallback(ConfigFactory.load())));
  }

  /** Starts the next actor, which recovers. */
  void spawn() {
    String id = Integer.toString(notebooks.size());
    notebooks.add(system.systemActorOf(new PekkoNotebook(id), "notebook-" + id, Props.empty()));
  }

  /** Lets an actor store some notes; its answer is how many it has. */
  CompletionStage<Long> write(int notebook, int notes) {
    return AskPattern.ask(notebooks.get(notebook),
        asker -> new PekkoNotebook.Write(Notebook.Write.of(notes).notes(), asker), PATIENCE, system.scheduler());
  }

  /** Lets all actors store as many notes each, some at a time in turns. */
  void fill(int notes, int aVisit) {
    for (int left = notes; left > 0; left -= aVisit) {
      var answers = new ArrayList<CompletableFuture<Long>>();
      for (int each = 0; each < notebooks.size(); each++) {
        answers.add(write(each, Math.min(left, aVisit)).toCompletableFuture());
      }
      answers.forEach(CompletableFuture::join);
    }
  }

  @Override
  public void close() {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
  }
}
