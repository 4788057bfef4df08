package dev.cairn.backend.sqlite;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.BackendInfo;
import dev.cairn.spi.BackendProvider;
import dev.cairn.spi.Durability;
import dev.cairn.spi.embedded.LocationLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;

/**
 * Keeps a location in one file, {@code cairn.sqlite}. Settings:
 *
 * <ul>
 *   <li>{@code cache-mib}: memory for pages of the writer, 16; each of at most four readers has a quarter of it
 *   <li>{@code wal-mib}: how large the write-ahead log grows before it goes into the file, 16
 *   <li>{@code accept-loss}: the last change that an operator gives up, of those that were synced and are gone, as the
 *       error tells it
 *   <li>{@code busy-timeout-millis}: how long to wait where a foreign tool holds the file, 5,000
 *   <li>{@code secure-delete}: {@code on} writes zeros over what is deleted; {@code off} leaves it on free pages until
 *       they are used again
 * </ul>
 */
public final class SqliteBackendProvider implements BackendProvider {
  private static final String FILE = "cairn.sqlite";
  private static final Set<SqliteSchema.Content> EVERYTHING = EnumSet.allOf(SqliteSchema.Content.class);
  private static final Set<SqliteSchema.Content> ONLY_OURS = EnumSet.of(SqliteSchema.Content.OURS);
  private static final Set<SqliteSchema.Content> ALL_BUT_NOTHING =
      EnumSet.complementOf(EnumSet.of(SqliteSchema.Content.NOTHING));

  private record Settings(Path file, Durability durability, long cacheMib, long walMib, int busyMillis,
      boolean zeroes, long acceptedLoss) {
    static Settings of(BackendConfig config) {
      Settings settings = new Settings(config.location().resolve(FILE).toAbsolutePath(),
          config.durability(Durability.SYNC, Durability.OS),
          config.number("cache-mib", 16, 1, 65_536),
          config.number("wal-mib", 16, 1, 4096),
          (int) config.number("busy-timeout-millis", 5000, 0, 600_000),
          config.choice("secure-delete", "on", "off").equals("on"),
          config.number("accept-loss", 0, 0, Long.MAX_VALUE));
      config.refuseUnknown();
      return settings;
    }

    SqliteConnection connect(boolean writes) {
      SqliteConnection connection = SqliteConnection.open(file, writes, busyMillis, cacheMib * (writes ? 1024 : 256));
      if (writes) {
        connection.pragma("secure_delete", zeroes ? "ON" : "OFF", zeroes ? "1" : "0");
      }
      return connection;
    }

    /** Only the first transaction of a file has a journal, and only a writer can take it back. */
    boolean wasKilledAtBirth() {
      return Files.exists(file.resolveSibling(FILE + "-journal"));
    }

    SqliteQuietFile quiet() {
      return new SqliteQuietFile(file, () -> SqliteConnection.openQuietly(file, busyMillis, cacheMib * 256));
    }
  }

  /** Opens nothing and loads nothing. */
  public SqliteBackendProvider() {}

  @Override
  public String name() {
    return "sqlite";
  }

  @Override
  public Backend open(BackendConfig config) {
    Settings settings = Settings.of(config);
    return switch (config.mode()) {
      case CREATE -> {
        requireFileOrNoHead(settings);
        yield write(settings, config.location(), true);
      }
      case WRITE -> {
        requireFile(settings, Files.isDirectory(config.location()));
        yield write(settings, config.location(), false);
      }
      case READ -> read(settings, config.location());
    };
  }

  /** Where the location has held a store, a missing file was lost. */
  private static void requireFile(Settings settings, boolean held) {
    if (held && settings.file().toFile().length() == 0) {
      throw lost(settings, Files.exists(settings.file()) ? "empty" : "gone");
    }
    if (!Files.exists(settings.file())) {
      throw new BackendException.Unavailable("There is no file " + settings.file() + ".", null);
    }
  }

  /**
   * Looks at a folder before the first file of Cairn is put into it, so that a refusal leaves it as it was.
   */
  private static void lookFirst(Settings settings, Path location) {
    SqliteSchema.requireEngine(SqliteConnection.engineVersion());
    if (!LocationLock.wasUsed(location) && Files.exists(settings.file()) && !settings.wasKilledAtBirth()) {
      LocationLock shared = LocationLock.share(location, JDBC.class);
      try (SqliteQuietFile quiet = settings.quiet()) {
        if (quiet.read(connection -> inspect(connection, settings, EVERYTHING)) == null) {
          inspect(settings, EVERYTHING);
        }
      } finally {
        shared.close();
      }
    }
  }

  private static BackendException lost(Settings settings, String how) {
    return new BackendException.Corrupt("The file " + settings.file() + " is " + how
        + ". The folder has held a store, and it is not taken for a new one. Put the file back, or restore a backup.");
  }

  private static void requireFileOrNoHead(Settings settings) {
    if (SqliteHead.isThere(settings.file())) {
      requireFile(settings, true);
    }
  }

  private Backend write(Settings settings, Path location, boolean mayBeBlank) {
    lookFirst(settings, location);
    LocationLock lock = LocationLock.acquire(location, JDBC.class);
    SqliteConnection connection = null;
    SqliteConnection forCheckpoints = null;
    boolean opened = false;
    try {
      if (Files.exists(settings.file())) {
        inspect(settings, mayBeBlank ? EVERYTHING : ALL_BUT_NOTHING);
      }
      connection = settings.connect(true);
      String engine = requireEngine(connection);
      BackendInfo.Builder info = BackendInfo.embedded(name()).engine(engine).durability(settings.durability());
      forCheckpoints = settings.connect(true);
      SqliteWriter writer = SqliteWriter.open(connection, forCheckpoints, settings.file(), settings.durability(),
          info.build().maxRecordBytes(), settings.walMib() << 20);
      SqliteReads reads = new SqliteReads(() -> settings.connect(false), null);
      opened = true;
      return new SqliteBackend(settings.file(), info.generation(writer.generation()).build(), reads,
          writer, lock);
    } finally {
      if (!opened) {
        closeAll(connection, forCheckpoints, lock);
      }
    }
  }

  /** A second copy of SQLite in this process must not even look: its locks are those of the first one. */
  private Backend read(Settings settings, Path location) {
    requireFile(settings, SqliteHead.isThere(settings.file()));
    LocationLock shared = LocationLock.share(location, JDBC.class);
    try {
      return read(settings, shared);
    } catch (RuntimeException | Error e) {
      shared.close();
      throw e;
    }
  }

  private Backend read(Settings settings, LocationLock shared) {
    if (settings.wasKilledAtBirth()) {
      throw new BackendException.Unavailable("The making of " + settings.file()
          + " was interrupted. Open it to write; that ends it or takes it back.", null);
    }
    SqliteQuietFile quiet = settings.quiet();
    try {
      String looked = quiet.read(connection -> inspect(connection, settings, ONLY_OURS));
      String engine = looked == null ? inspect(settings, ONLY_OURS) : looked;
      SqliteReads reads = new SqliteReads(() -> settings.connect(false), quiet);
      BackendInfo info = BackendInfo.embedded(name()).engine(engine).durability(settings.durability())
          .generation(reads.newestGeneration()).build();
      return new SqliteBackend(settings.file(), info, reads, null, shared);
    } catch (RuntimeException | Error e) {
      quiet.close();
      throw e;
    }
  }

  /**
   * Looks at a file and refuses one that is not of Cairn. May change nothing in it, except to take back a first
   * transaction that a power loss has left half-made.
   */
  private static String inspect(Settings settings, Set<SqliteSchema.Content> taken) {
    boolean writes = taken.contains(SqliteSchema.Content.NOTHING) && settings.wasKilledAtBirth();
    try (SqliteConnection connection = settings.connect(writes)) {
      return inspect(connection, settings, taken);
    }
  }

  private static String inspect(SqliteConnection connection, Settings settings, Set<SqliteSchema.Content> taken) {
    String engine = requireEngine(connection);
    SqliteSchema.Content content = SqliteSchema.content(connection);
    if (content == SqliteSchema.Content.OURS) {
      SqliteHead.require(settings.file(), connection, settings.acceptedLoss());
    } else if (content == SqliteSchema.Content.NOTHING && SqliteHead.isThere(settings.file())) {
      throw lost(settings, "empty");
    }
    if (taken.contains(content)) {
      return engine;
    }
    if (content == SqliteSchema.Content.NOTHING) {
      throw new BackendException.Unavailable("The file " + settings.file() + " holds nothing yet.", null);
    }
    throw new BackendException.Misconfigured(
        "The file " + settings.file() + " was written by a version before this one."
            + " 'cairn upgrade " + settings.file().getParent()
            + "' upgrades it, and so does a system that opens it; the version"
            + " before does not read it afterwards.");
  }

  private static String requireEngine(SqliteConnection connection) {
    return "SQLite " + SqliteSchema.requireEngine(connection.text("SELECT sqlite_version()"));
  }

  private static void closeAll(@Nullable SqliteConnection one, @Nullable SqliteConnection other, LocationLock lock) {
    try (lock) {
      if (other != null) {
        other.close();
      }
      if (one != null) {
        one.close();
      }
    }
  }
}
