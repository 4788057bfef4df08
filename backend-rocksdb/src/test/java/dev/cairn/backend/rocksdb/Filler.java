package dev.cairn.backend.rocksdb;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Durability;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

/**
 * A process of its own: fills a location with synced commits until one fails, tells how it failed, reads everything
 * back, and ends without closing.
 */
final class Filler {
  private static final int RECORD_BYTES = 1 << 20;

  private Filler() {}

  public static void main(String[] args) {
    Location location = new Location(Path.of(args[0]));
    long most = Long.parseLong(args[1]);
    Backend backend =
        location.open(BackendConfig.Mode.CREATE, Durability.SYNC, Map.of("write-buffer-mib", "128"));
    long acknowledged = backend.claim(Location.ONE).head().last();
    System.out.println("begins " + acknowledged);
    String failure = "nothing";
    Random random = new Random();
    try {
      for (; acknowledged < most; acknowledged++) {
        byte[] record = new byte[RECORD_BYTES];
        random.nextBytes(record);
        Location.append(backend, acknowledged, record);
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

  private static long readable(Backend backend) {
    long count = 0;
    try (var recovery = backend.recover(Location.ONE, 0)) {
      while (recovery.events().next() != null) {
        count++;
      }
    }
    return count;
  }

  private static String again(Backend backend, long acknowledged) {
    try {
      Location.append(backend, acknowledged, new byte[1]);
      return "taken";
    } catch (BackendException e) {
      return e.getClass().getSimpleName();
    }
  }
}
