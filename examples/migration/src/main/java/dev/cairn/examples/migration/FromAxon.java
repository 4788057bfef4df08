package dev.cairn.examples.migration;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.ImportResult;
import dev.cairn.api.ImportRow;
import dev.cairn.api.StreamImport;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.function.Function;

/** Brings the events of Axon's event store on JDBC or JPA into a store. Its database is read only, in one pass. */
final class FromAxon {
  private static final String EVENTS = """
      SELECT eventIdentifier, type, aggregateIdentifier, sequenceNumber, timeStamp, payloadType, payloadRevision,
        payload, metaData
      FROM DomainEventEntry ORDER BY globalIndex
      """;

  private final Connection source;

  FromAxon(Connection source) {
    this.source = source;
  }

  /** Takes the url of the old database and the folder of the store. The process may be killed, and run again. */
  public static void main(String[] args) throws SQLException {
    try (Connection source = DriverManager.getConnection(args[0]);
        ActorSystem system = ActorSystem.builder().data(Path.of(args[1])).open()) {
      var from = new FromAxon(source);
      var streams = system.streams("main");
      System.out.println("events: " + from.events(StreamImport.into(streams), AxonEvent::asBytes));
      System.out.println("compared: " + from.events(StreamImport.comparison(streams), AxonEvent::asBytes));
    }
  }

  /** Brings the events in, each as the mapping says, those of a stream in their order. */
  ImportResult events(StreamImport in, Function<AxonEvent, ImportRow<?>> mapping) throws SQLException {
    source.setAutoCommit(false); // with it, some databases send all rows at once
    try (PreparedStatement select = source.prepareStatement(EVENTS)) {
      select.setFetchSize(1000);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          in.add(mapping.apply(event(rows)));
        }
      }
    }
    return in.finish();
  }

  private static AxonEvent event(ResultSet row) throws SQLException {
    return new AxonEvent(row.getString("eventIdentifier"), row.getString("type"), row.getString("aggregateIdentifier"),
        row.getLong("sequenceNumber"), row.getString("timeStamp"), row.getString("payloadType"),
        Objects.requireNonNullElse(row.getString("payloadRevision"), ""), row.getBytes("payload"),
        row.getBytes("metaData"));
  }
}
