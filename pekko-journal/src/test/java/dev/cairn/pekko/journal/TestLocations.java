package dev.cairn.pekko.journal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Configurations of Pekko over each backend. A server of PostgreSQL is started for the first that asks for it. */
final class TestLocations {
  private static final AtomicInteger SCHEMAS = new AtomicInteger();
  private static @Nullable EmbeddedPostgres server;

  private TestLocations() {}

  /** Both plugins in one folder, as the documents show it. */
  static Config config(String backend, Path folder) {
    String location = "{ data = \"" + folder + "\", backend = " + backend + ", " + (backend.equals("memory")
        ? "durability = NONE }" : "durability = OS" + settings(backend) + " }");
    return ConfigFactory.parseString("""
        pekko.loglevel = WARNING
        pekko.log-dead-letters = off
        pekko.test.single-expect-default = 30s
        pekko.actor.allow-java-serialization = on
        pekko.actor.warn-about-java-serializer-usage = off
        pekko.coordinated-shutdown.run-by-jvm-shutdown-hook = off
        pekko.coordinated-shutdown.run-by-actor-system-terminate = off
        pekko.persistence.journal.plugin = "cairn.journal"
        pekko.persistence.snapshot-store.plugin = "cairn.snapshot-store"
        cairn.query.refresh-interval = 20ms
        cairn.query.ids-refresh-interval = 20ms
        cairn.journal %s
        cairn.snapshot-store %s
        """.formatted(location, location)).withFallback(ConfigFactory.load());
  }

  private static String settings(String backend) {
    return backend.equals("postgresql")
        ? ", setting { url = \"jdbc:postgresql://localhost:" + port() + "/postgres\", user = postgres, schema = kit_"
            + SCHEMAS.incrementAndGet() + " }"
        : "";
  }

  private static synchronized int port() {
    if (server == null) {
      try {
        server = EmbeddedPostgres.builder().setPGStartupWait(Duration.ofMinutes(1)).start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return server.getPort();
  }
}
