package dev.cairn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig.Mode;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.BackendProvider;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.StreamKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A program whose disk makes trouble. Each of its batches has one commit of three events for each stream. */
final class TroubledChild {
  private static final int STREAMS = 4;
  private static final int BALLAST_BYTES = 16 << 20;
  private static final int LIMIT_BYTES = 3 << 20;
  private static final int MOST_BATCHES = 600;

  private final BackendProvider provider;
  private final Path disk;
  private long acknowledged;

  private TroubledChild(BackendProvider provider, Path disk) {
    this.provider = provider;
    this.disk = disk;
  }

  /** Takes provider, the folder of the disk, and the trouble to make. */
  public static void main(String[] args) throws Exception {
    TroubledChild child = new TroubledChild(ChildJvm.provider(args[0]), Path.of(args[1]));
    switch (args[2]) {
      case "full" -> child.fillUp();
      case "limited" -> child.limit();
      default -> child.readOnly();
    }
    Runtime.getRuntime().halt(0);
  }

  private Backend open(Mode mode) {
    return provider.open(KitSettings.config(disk.resolve("location"), mode, Optional.empty()));
  }

  private static StreamKey stream(int number) {
    return Rules.key("s" + number);
  }

  private void store(Backend backend) {
    List<Commit> list = new ArrayList<>();
    for (int number = 0; number < STREAMS; number++) {
      byte[] record = new byte[20_000];
      record[0] = (byte) number;
      list.add(
          Commit.append(stream(number), Epochs.of(backend, stream(number)), acknowledged,
              List.of(record, record, record)));
    }
    backend.commit(list).forEach(result -> assertInstanceOf(CommitResult.Stored.class, result));
    acknowledged += 3;
  }

  /** Stores until a batch fails; returns the failure. */
  private BackendException storeUntilItFails(Backend backend) {
    for (int round = 0; round < MOST_BATCHES; round++) {
      try {
        store(backend);
      } catch (BackendException e) {
        return e;
      }
    }
    throw new AssertionError("nothing failed, although the disk is full");
  }

  /** Whether the failure of a full disk says for certain that nothing is stored. */
  private static boolean isCertain(BackendException failure) {
    boolean certain = failure instanceof BackendException.Full;
    assertTrue(certain || failure.getCause() instanceof BackendException.Full,
        () -> "a full disk was told as " + failure);
    return certain;
  }

  private void checkNothingMore(Backend backend) {
    for (int number = 0; number < STREAMS; number++) {
      assertEquals(acknowledged, Rules.head(backend, stream(number)).last(),
          "nothing of a batch that was full is stored");
    }
    check(backend);
  }

  /** All acknowledged events are there; each commit of the batch under way is stored whole or not at all. */
  private void check(Backend backend) {
    for (int number = 0; number < STREAMS; number++) {
      long last = Rules.head(backend, stream(number)).last();
      assertTrue(last == acknowledged || last == acknowledged + 3, last + " events, acknowledged: " + acknowledged);
      assertEquals(last, Rules.all(backend.events(stream(number), 1, Long.MAX_VALUE)).size());
    }
  }

  /** Opens again, now that the trouble is over, and goes on. */
  private void goOn() {
    try (Backend backend = open(Mode.WRITE)) {
      check(backend);
      StreamKey fresh = Rules.key("fresh");
      for (int last = 0; last < 10; last++) {
        Rules.append(backend, fresh, last, "event");
      }
    }
    try (Backend backend = open(Mode.WRITE)) {
      check(backend);
      assertEquals(10, Rules.texts(backend, Rules.key("fresh")).size());
    }
  }

  private void fillUp() throws IOException {
    Path some = Files.write(disk.resolve("some"), new byte[BALLAST_BYTES]);
    Path ballast = Files.write(disk.resolve("ballast"), new byte[BALLAST_BYTES]);
    Backend backend = open(Mode.CREATE);
    store(backend);
    if (isCertain(storeUntilItFails(backend))) {
      checkNothingMore(backend);
      Files.delete(some);
      store(backend);
      storeUntilItFails(backend);
    }
    check(backend);
    backend.claim(stream(0));
    backend.close();
    try (Backend full = open(Mode.WRITE)) {
      check(full);
    } catch (BackendException e) {
      // a backend without space may refuse to open, as long as it says so
    }
    Files.delete(ballast);
    goOn();
  }

  private void limit() throws Exception {
    Backend backend = open(Mode.CREATE);
    store(backend);
    limitFiles(ProcessHandle.current().pid(), Integer.toString(LIMIT_BYTES));
    storeUntilItFails(backend);
    check(backend);
    backend.close();
    limitFiles(ProcessHandle.current().pid(), "unlimited");
    goOn();
  }

  private void readOnly() throws Exception {
    try (Backend backend = open(Mode.CREATE)) {
      store(backend);
    }
    assertEquals(0, run("mount", "-o", "remount,ro", disk.toString()));
    assertThrows(BackendException.class, () -> open(Mode.WRITE).close());
    try (Backend reader = open(Mode.READ)) {
      check(reader);
    } catch (BackendException e) {
      // refused, which is no loss
    }
    assertEquals(0, run("mount", "-o", "remount,rw", disk.toString()));
    goOn();
  }

  static boolean canLimit() {
    try {
      return run("prlimit", "--fsize", "--pid", Long.toString(ProcessHandle.current().pid())) == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sets the soft limit, which a process may lift again. */
  private static void limitFiles(long pid, String bytes) throws IOException, InterruptedException {
    assertEquals(0, run("prlimit", "--fsize=" + bytes + ":", "--pid", Long.toString(pid)));
  }

  private static int run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.waitFor();
  }
}
