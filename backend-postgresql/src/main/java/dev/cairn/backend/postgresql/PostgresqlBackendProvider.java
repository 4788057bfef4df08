package dev.cairn.backend.postgresql;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.BackendInfo;
import dev.cairn.spi.BackendProvider;
import dev.cairn.spi.Durability;
import dev.cairn.spi.embedded.BatchWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Keeps a location in a schema of a PostgreSQL database, for one session at a time that writes, or for several of
 * several processes. The folder of the location has a file that names the database. Settings:
 *
 * <ul>
 *   <li>{@code url}: {@code jdbc:postgresql://HOST/DATABASE}, with parameters of the driver where they are needed; a
 * new folder needs it
 *   <li>{@code schema}: the schema of the location, {@code cairn}
 *   <li>{@code user}: the role that connects; by default the driver's own
 *   <li>{@code password}, or better {@code password-file} or {@code password-env}: its password, where it needs one
 *   <li>{@code connections}: how many connections read at most, 8
 *   <li>{@code timeout-seconds}: how long to wait for an answer of the server, 10
 *   <li>{@code writers}: {@code one} or {@code many}; the folder keeps it, and all who write must agree
 *   <li>{@code lock-wait-millis}: how long to wait for a session that ends, 2,000
 * </ul>
 */
public final class PostgresqlBackendProvider implements BackendProvider {

  private record Settings(PostgresqlServer server, Durability durability, int connections, int timeoutSeconds,
      long lockWaitMillis) {
    static Settings of(BackendConfig config) {
      Durability durability = config.durability(Durability.SYNC, Durability.OS);
      int connections = (int) config.number("connections", 8, 1, 200);
      int timeoutSeconds = (int) config.number("timeout-seconds", 10, 1, 3600);
      long lockWaitMillis = config.number("lock-wait-millis", 2000, 0, 60_000);
      config.text("url");
      config.text("user");
      config.text("schema");
      config.choice("writers", PostgresqlAddress.ONE_WRITER, PostgresqlAddress.MANY_WRITERS);
      Optional<char[]> password = config.secret("password");
      config.refuseUnknown();
      PostgresqlAddress address = PostgresqlAddress.of(config);
      PostgresqlServer server =
          PostgresqlServer.of(address, password.or(() -> address.password(config)), timeoutSeconds);
      return new Settings(server, durability, connections, timeoutSeconds, lockWaitMillis);
    }
  }

  /** Opens nothing and connects to nothing. */
  public PostgresqlBackendProvider() {}

  @Override
  public String name() {
    return "postgresql";
  }

  @Override
  public Backend open(BackendConfig config) {
    Settings settings = Settings.of(config);
    Connection connection = null;
    try {
      connection = settings.server().connect();
      PostgresqlBackend session = open(config, settings, connection);
      connection = config.mode() == BackendConfig.Mode.READ ? connection : null;
      return session;
    } catch (SQLException e) {
      throw PostgresqlFailure.of("The " + settings.server().address() + " cannot be opened", e);
    } finally {
      if (connection != null) {
        PostgresqlServer.closeQuietly(connection);
      }
    }
  }

  private static PostgresqlBackend open(BackendConfig config, Settings settings, Connection connection)
      throws SQLException {
    PostgresqlServer.Facts facts = PostgresqlServer.facts(connection);
    boolean writes = config.mode() != BackendConfig.Mode.READ;
    if (writes) {
      requireToTake(facts, settings);
      PostgresqlPipeline.requireOneTransaction(connection);
    }
    PostgresqlAddress address = settings.server().address();
    PostgresqlTables.Row row = tables(config, address, connection);
    PostgresqlCounts counts = new PostgresqlCounts();
    PostgresqlPool pool = new PostgresqlPool(settings.server(), settings.connections(), settings.timeoutSeconds(),
        writes && address.isShared());
    BackendInfo.Builder info = BackendInfo.remote("postgresql").engine(facts.engine())
        .durability(settings.durability()).readers(Math.max(4, settings.connections()));
    if (address.isShared()) {
      info.multiProcess();
    }
    if (!writes) {
      return PostgresqlBackend.toRead(settings.server(), info.generation(row.era()).build(), pool, counts);
    }
    PostgresqlOpening opening = PostgresqlOpening.claim(connection, row.lineage(), address.generation(),
        config.location(), settings.lockWaitMillis(), settings.durability() == Durability.SYNC,
        address.isShared());
    address.write(config.location(), row.lineage(), opening.generation());
    BackendInfo claimed = info.generation(opening.generation()).build();
    BatchWriter writer = address.isShared()
        ? new PostgresqlSharedWriter(opening, settings.durability(), claimed.maxRecordBytes(), counts)
        : new PostgresqlWriter(opening, settings.durability(), claimed.maxRecordBytes(), counts);
    return PostgresqlBackend.toWrite(settings.server(), claimed, pool, counts, opening, writer);
  }

  private static void requireToTake(PostgresqlServer.Facts facts, Settings settings) {
    if (facts.readOnly()) {
      throw new BackendException.Unavailable("The " + settings.server().address()
          + " can only be read: its server is a standby, or default_transaction_read_only is on.", null);
    }
    if (settings.durability() == Durability.SYNC && !facts.syncs()) {
      throw new BackendException.Misconfigured("The server of " + settings.server().address() + " has fsync or"
          + " full_page_writes off, so it cannot give durability SYNC. Set both to on, or ask for OS.");
    }
  }

  /** Finds the tables; makes them where the location is to be created. A location that is gone is never made anew. */
  private static PostgresqlTables.Row tables(BackendConfig config, PostgresqlAddress address, Connection connection)
      throws SQLException {
    if (!PostgresqlTables.exist(connection, address)) {
      if (address.lineage().isPresent()) {
        throw new BackendException.Corrupt("The " + address + " holds no tables. The folder " + config.location()
            + " has held a store, and an empty schema is not taken for it. Give the url and the schema of the store,"
            + " or restore the database from a backup.");
      }
      makeFolder(config.location());
      PostgresqlTables.create(connection, address);
    } else if (config.mode() == BackendConfig.Mode.CREATE) {
      makeFolder(config.location());
    }
    return PostgresqlTables.read(connection, address, config.mode() != BackendConfig.Mode.READ);
  }

  /** Before anything is written to the database. */
  private static void makeFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new BackendException.Unavailable("The folder " + folder + " cannot be created or read.", e);
    }
  }
}
