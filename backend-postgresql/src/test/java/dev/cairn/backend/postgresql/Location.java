package dev.cairn.backend.postgresql;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.Durability;
import dev.cairn.spi.Position;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A folder and settings, and what the tests do with the sessions there. */
record Location(Path folder, Map<String, String> settings) {
  static final StreamKey ONE = new StreamKey("main", "thing", "one");

  /** A location in a fresh schema. */
  static Location fresh(Path folder) {
    return new Location(folder, TestServer.settings());
  }

  Location with(String name, String value) {
    Map<String, String> changed = new HashMap<>(settings);
    changed.put(name, value);
    return new Location(folder, changed);
  }

  /** With a role of its own, named as the schema, so that {@link #endSessions} ends those of no other test. */
  Location withRole() {
    TestServer.run("CREATE ROLE " + schema() + " SUPERUSER LOGIN");
    return with("user", schema());
  }

  /**
   * Lets the server end the sessions of the role of this location.
   *
   * @param which a condition on {@code pg_stat_activity}
   */
  void endSessions(String which) {
    run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '" + schema() + "' AND " + which);
  }

  Location in(Path other) {
    return new Location(other, settings);
  }

  String schema() {
    return settings.get("schema");
  }

  Backend open() {
    return open(BackendConfig.Mode.CREATE, Durability.SYNC);
  }

  Backend open(BackendConfig.Mode mode, Durability durability) {
    return new PostgresqlBackendProvider().open(new BackendConfig(folder, mode, Optional.of(durability), settings));
  }

  /** Opens by the folder alone, as a tool does. */
  static Backend open(Path folder, BackendConfig.Mode mode) {
    return new PostgresqlBackendProvider().open(new BackendConfig(folder, mode, Optional.empty(), Map.of()));
  }

  static CommitResult append(Backend backend, long expectedLast, String... texts) {
    List<byte[]> records = Stream.of(texts).map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    return backend.commit(List.of(Commit.append(ONE, backend.info().generation(), expectedLast, records))).get(0);
  }

  static List<String> texts(Backend backend) {
    return texts(backend.events(ONE, 1, Long.MAX_VALUE));
  }

  static List<String> log(Backend backend, Position after) {
    return texts(backend.log("main", after));
  }

  private static List<String> texts(Cursor<StoredEvent> events) {
    try (events) {
      List<String> texts = new ArrayList<>();
      for (StoredEvent event = events.next(); event != null; event = events.next()) {
        texts.add(new String(event.record(), StandardCharsets.UTF_8));
      }
      return texts;
    }
  }

  /** Asks the tables of the location for one value. */
  String ask(String question) {
    return TestServer.ask(question.replace("cairn_", schema() + ".cairn_"));
  }

  void run(String statement) {
    TestServer.run(statement.replace("cairn_", schema() + ".cairn_"));
  }
}
