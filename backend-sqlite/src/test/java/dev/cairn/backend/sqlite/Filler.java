package dev.cairn.backend.sqlite;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Commit;
import dev.cairn.spi.Durability;
import dev.cairn.spi.StreamKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A process of its own: fills a location with synced commits until one fails, tells how it failed, reads everything
 * back, and ends without closing.
 */
final class Filler {
  private static final int RECORD_BYTES = 1 << 20;

  private static final StreamKey ONE = new StreamKey("main", "thing", "one");

  private Filler() {}

  public static void main(String[] args) {
    Path location = Path.of(args[0]);
    long most = Long.parseLong(args[1]);
    Backend backend = new SqliteBackendProvider()
        .open(new BackendConfig(location, BackendConfig.Mode.CREATE, Optional.of(Durability.SYNC), Map.of()));
    long acknowledged = backend.claim(ONE).head().last();
    System.out.println("begins " + acknowledged);
    String failure = "nothing";
    Random random = new Random();
    try {
      for (; acknowledged < most; acknowledged++) {
        byte[] record = new byte[RECORD_BYTES];
        random.nextBytes(record);
        append(backend, acknowledged, record);
      }
    } catch (BackendException e) {
      failure = e.getClass().getSimpleName();
    }
    System.out.println("acknowledged " + acknowledged);
    System.out.println("failed " + failure);
    System.out.println("readable " + readable(backend));
    System.out.println("again " + again(backend, acknowledged));
    Runtime.getRuntime().halt(0);
  }

  private static void append(Backend backend, long last, byte[] record) {
    backend.commit(List.of(Commit.append(ONE, backend.info().generation(), last, List.of(record))));
  }

  private static long readable(Backend backend) {
    long count = 0;
    try (var recovery = backend.recover(ONE, 0)) {
      while (recovery.events().next() != null) {
        count++;
      }
    }
    return count;
  }

  private static String again(Backend backend, long acknowledged) {
    try {
      append(backend, acknowledged, new byte[1]);
      return "taken";
    } catch (BackendException e) {
      return e.getClass().getSimpleName();
    }
  }
}
