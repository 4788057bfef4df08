package dev.cairn.backend.rocksdb;

import static dev.cairn.backend.rocksdb.Location.ONE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.Recovery;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Using what RocksDB has freed ends the JVM, so this test fails by there being no result. {@code -Drocksdb.closes=1000}
 * runs it longer.
 */
class RocksdbCloseTest {
  private static final int ROUNDS = Integer.getInteger("rocksdb.closes", 25);
  private static final int READERS = 7;

  @TempDir
  Path folder;

  @Test
  void closing_while_eight_threads_read_and_write_ends_each_of_them_with_closed() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      for (int round = 0; round < ROUNDS; round++) {
        Location location = new Location(folder.resolve("round-" + round));
        long stored = closeUnderLoad(location.open(), threads);
        try (Backend backend = location.open()) {
          assertEquals(stored, backend.recover(ONE, 0).head().last());
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static long closeUnderLoad(Backend backend, ExecutorService threads) throws Exception {
    CountDownLatch busy = new CountDownLatch(READERS + 1);
    Future<Long> writer = threads.submit(() -> write(backend, busy));
    List<Future<?>> readers = new ArrayList<>();
    for (int number = 0; number < READERS; number++) {
      int kind = number;
      readers.add(threads.submit(() -> read(backend, kind, busy)));
    }
    boolean allBusy = busy.await(60, TimeUnit.SECONDS);
    backend.close();
    assertTrue(allBusy);
    for (Future<?> reader : readers) {
      reader.get(60, TimeUnit.SECONDS);
    }
    return writer.get(60, TimeUnit.SECONDS);
  }

  /** Returns the last acknowledged sequence. */
  private static long write(Backend backend, CountDownLatch busy) {
    long last = 0;
    try {
      for (int round = 0; true; round++) {
        Location.append(backend, last, new byte[100]);
        last++;
        begun(round, busy);
      }
    } catch (BackendException.Closed e) {
      return last;
    }
  }

  private static void read(Backend backend, int kind, CountDownLatch busy) {
    try {
      for (int round = 0; true; round++) {
        switch (kind % 4) {
          case 0 -> walk(backend.events(ONE, 1, Long.MAX_VALUE));
          case 1 -> walk(backend.log("main", Position.START));
          case 2 -> walk(backend.streams("main", Optional.empty()));
          default -> recover(backend);
        }
        begun(round, busy);
      }
    } catch (BackendException.Closed e) {
      // as it must be
    }
  }

  private static void begun(int round, CountDownLatch busy) {
    if (round == 2) {
      busy.countDown();
    }
  }

  private static void recover(Backend backend) {
    try (Recovery recovery = backend.recover(ONE, 0)) {
      walk(recovery.events());
    }
  }

  private static void walk(Cursor<?> cursor) {
    try (cursor) {
      while (cursor.next() != null) {
        // only the way counts
      }
    }
  }
}
