package dev.cairn.backend.postgresql;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.StreamKey;
import dev.cairn.spi.embedded.KeyBytes;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Compares the tables with each other: rows that belong to nothing, and batches that stand where others do. */
final class PostgresqlVerification {
  private static final int MOST_FINDINGS = 20;

  private static final String OF_STREAM = """
      SELECT s.store, s.type, s.name, x.seq FROM %s x LEFT JOIN cairn_stream s ON s.id = x.stream WHERE %s LIMIT""";

  /** What is wrong with a row of a stream, and the rows of which it is true. */
  private static final Map<String, String> OF_STREAMS = Map.of(
      "An event belongs to no stream", OF_STREAM.formatted("cairn_event", "s.id IS NULL"),
      "An event is stored, but its stream does not count it",
      OF_STREAM.formatted("cairn_event", "x.seq <= s.deleted OR x.seq > s.last"),
      "An event has no place in its batch", OF_STREAM.formatted("cairn_event", """
          NOT EXISTS (SELECT 1 FROM cairn_list l
            WHERE l.list = x.list AND l.first_offset > 0 AND x.ord BETWEEN 1 AND l.events)"""),
      "A snapshot belongs to no stream", OF_STREAM.formatted("cairn_snapshot", "s.id IS NULL"),
      "A snapshot is stored, but its stream does not count it",
      OF_STREAM.formatted("cairn_snapshot", "NOT x.seq = ANY (s.snapshots)"));

  private static final String LISTS = """
      SELECT first_offset FROM (SELECT first_offset, events, era,
          lag(first_offset + events) OVER (ORDER BY first_offset) AS free,
          lag(era) OVER (ORDER BY first_offset) AS era_before FROM cairn_list WHERE events > 0) l
      WHERE free > first_offset OR era_before > era OR NOT EXISTS (SELECT 1 FROM cairn_era e WHERE e.era = l.era)
      LIMIT""";

  private PostgresqlVerification() {}

  static void run(PostgresqlReads reads, Consumer<? super BackendException.Corrupt> found) {
    OF_STREAMS.forEach((what, query) -> ofStreams(reads, what, query).forEach(found));
    lists(reads).forEach(found);
  }

  private static List<BackendException.Corrupt> ofStreams(PostgresqlReads reads, String what, String query) {
    return reads.read(connection -> {
      List<BackendException.Corrupt> findings = new ArrayList<>();
      try (PreparedStatement statement = connection.prepareStatement(query + " " + MOST_FINDINGS);
          ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          findings.add(rows.getString(1) == null
              ? new BackendException.Corrupt(what + ": sequence " + rows.getLong(4) + ".")
              : of(what, KeyBytes.read(rows.getString(1), rows.getString(2), rows.getBytes(3)), rows.getLong(4)));
        }
      }
      return findings;
    });
  }

  private static BackendException.Corrupt of(String what, StreamKey stream, long sequence) {
    return new BackendException.Corrupt(what + ": sequence " + sequence + " of " + stream + ".", stream);
  }

  private static List<BackendException.Corrupt> lists(PostgresqlReads reads) {
    return reads.read(connection -> {
      List<BackendException.Corrupt> findings = new ArrayList<>();
      try (PreparedStatement statement = connection.prepareStatement(LISTS + " " + MOST_FINDINGS);
          ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          findings.add(new BackendException.Corrupt(
              "The batch at offset " + rows.getLong(1) + " of the log stands where another one does."));
        }
      }
      return findings;
    });
  }
}
