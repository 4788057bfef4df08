package dev.cairn.examples.migration;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.ImportResult;
import dev.cairn.api.ImportRow;
import dev.cairn.api.StreamImport;
import dev.cairn.api.StreamRef;
import dev.cairn.api.Streams;
import dev.cairn.examples.migration.PekkoEvent.Serialized;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Brings the tables of Pekko Persistence JDBC into a store. Its database is read only, in one pass for each table. */
final class FromPekko {
  private static final String EVENTS = """
      SELECT j."ordering", j."deleted", j."persistence_id", j."sequence_number", j."write_timestamp", j."event_ser_id",
        j."event_ser_manifest", j."event_payload", j."writer", j."adapter_manifest", j."meta_ser_id",
        j."meta_ser_manifest", j."meta_payload", t."tag"
      FROM "event_journal" j LEFT JOIN "event_tag" t ON t."event_id" = j."ordering"
      ORDER BY j."ordering", t."tag"
      """;
  private static final String DELETED = """
      SELECT "persistence_id", MAX("sequence_number") AS "newest"
      FROM "event_journal" WHERE "deleted" = ? GROUP BY "persistence_id"
      """;
  private static final String SNAPSHOTS = """
      SELECT "persistence_id", "sequence_number", "created", "snapshot_ser_id", "snapshot_ser_manifest",
        "snapshot_payload", "meta_ser_id", "meta_ser_manifest", "meta_payload"
      FROM "snapshot" ORDER BY "persistence_id", "sequence_number"
      """;

  private final Connection source;

  FromPekko(Connection source) {
    this.source = source;
  }

  /** Takes the url of the old database and the folder of the store. The process may be killed, and run again. */
  public static void main(String[] args) throws SQLException {
    try (Connection source = DriverManager.getConnection(args[0]);
        ActorSystem system = ActorSystem.builder().data(Path.of(args[1])).open()) {
      var from = new FromPekko(source);
      var events = system.streams("main");
      var snapshots = system.streams("pekko-snapshots");
      System.out.println("events: " + from.events(StreamImport.into(events), events, PekkoEvent::asEvent));
      System.out.println("snapshots: " + from.snapshots(StreamImport.into(snapshots)));
      System.out.println("compared: " + from.events(StreamImport.comparison(events), events, PekkoEvent::asEvent));
    }
  }

  /** Brings the events in, each as the mapping says, those of a stream in their order. */
  ImportResult events(StreamImport in, Streams streams, Function<PekkoEvent, ImportRow<?>> mapping)
      throws SQLException {
    beginAfterDeleted(streams, mapping);
    try (PreparedStatement select = select(EVENTS); ResultSet rows = select.executeQuery()) {
      boolean more = rows.next();
      while (more) {
        boolean deleted = rows.getBoolean("deleted");
        long ordering = rows.getLong("ordering");
        List<String> tags = new ArrayList<>();
        PekkoEvent event = event(rows, tags);
        do { // a row for each tag
          Optional.ofNullable(rows.getString("tag")).ifPresent(tags::add);
          more = rows.next();
        } while (more && rows.getLong("ordering") == ordering);
        if (!deleted) {
          in.add(mapping.apply(event));
        }
      }
    }
    return in.finish();
  }

  /** Of deleted events Pekko keeps the newest, which says where the stream goes on. */
  private void beginAfterDeleted(Streams streams, Function<PekkoEvent, ImportRow<?>> mapping) throws SQLException {
    try (PreparedStatement select = select(DELETED)) {
      select.setBoolean(1, true);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          ImportRow<?> newest = mapping.apply(new PekkoEvent(rows.getString("persistence_id"), rows.getLong("newest"),
              Instant.EPOCH, new Serialized(0, "", new byte[0]), "", "", List.of(), Optional.empty()));
          StreamRef<?, ?> stream = streams.stream(newest.type(), newest.id());
          if (stream.lastSequence() == 0) {
            stream.beginAfter(newest.sequence());
          }
        }
      }
    }
  }

  private static PekkoEvent event(ResultSet row, List<String> tags) throws SQLException {
    return new PekkoEvent(row.getString("persistence_id"), row.getLong("sequence_number"),
        Instant.ofEpochMilli(row.getLong("write_timestamp")), serialized(row, "event"), row.getString("writer"),
        row.getString("adapter_manifest"), tags, metadata(row));
  }

  private static Serialized serialized(ResultSet row, String column) throws SQLException {
    return new Serialized(row.getInt(column + "_ser_id"), row.getString(column + "_ser_manifest"),
        row.getBytes(column + "_payload"));
  }

  private static Optional<Serialized> metadata(ResultSet row) throws SQLException {
    return row.getBytes("meta_payload") == null ? Optional.empty() : Optional.of(serialized(row, "meta"));
  }

  /** Brings the snapshots in, for the journal plugin. */
  ImportResult snapshots(StreamImport in) throws SQLException {
    try (PreparedStatement select = select(SNAPSHOTS); ResultSet rows = select.executeQuery()) {
      String before = "";
      long place = 0;
      while (rows.next()) {
        PekkoEvent snapshot = new PekkoEvent(rows.getString("persistence_id"), rows.getLong("sequence_number"),
            Instant.ofEpochMilli(rows.getLong("created")), serialized(rows, "snapshot"), "", "", List.of(),
            metadata(rows));
        place = snapshot.persistenceId().equals(before) ? place + 1 : 1;
        before = snapshot.persistenceId();
        in.add(snapshot.asSnapshot(place));
      }
    }
    return in.finish();
  }

  /** Quotes names as this database does, and lets it send a few rows at a time. */
  private PreparedStatement select(String sql) throws SQLException {
    source.setAutoCommit(false);
    PreparedStatement select =
        source.prepareStatement(sql.replace("\"", source.getMetaData().getIdentifierQuoteString()));
    select.setFetchSize(1000);
    return select;
  }
}
