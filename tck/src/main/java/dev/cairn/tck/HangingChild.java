package dev.cairn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.BackendProvider;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Durability;
import dev.cairn.spi.Position;
import dev.cairn.spi.StreamKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** A program whose disk hangs in the middle of a commit: its syncs wait while a file exists. */
final class HangingChild {
  private static final StreamKey ONE = Rules.key("one");
  private static final int TRIES_TO_GET_IN = 300;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final BackendProvider provider;
  private final Path location;
  private final Path hang;

  private HangingChild(BackendProvider provider, Path location, Path hang) {
    this.provider = provider;
    this.location = location;
    this.hang = hang;
  }

  /** Takes provider, location, the file that makes syncs hang, and {@code read} or {@code close}. */
  public static void main(String[] args) throws Exception {
    HangingChild child = new HangingChild(ChildJvm.provider(args[0]), Path.of(args[1]), Path.of(args[2]));
    try {
      if (args[3].equals("read")) {
        child.read();
      } else {
        child.close();
      }
      Runtime.getRuntime().halt(0);
    } catch (Exception | AssertionError e) {
      e.printStackTrace(); // the rule shows what its child has printed
      Runtime.getRuntime().halt(1);
    }
  }

  private Backend open() {
    return provider.open(
        KitSettings.config(location, BackendConfig.Mode.CREATE, Optional.of(Durability.SYNC)));
  }

  private static <T> FutureTask<T> start(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofPlatform().daemon().start(task);
    return task;
  }

  /** Requires that a call ends within five seconds: it does not wait for the disk. */
  private static <T> T soon(Callable<T> work) throws Exception {
    return start(work).get(5, TimeUnit.SECONDS);
  }

  /** Starts a commit and returns once it hangs. */
  private FutureTask<CommitResult> hang(Backend backend) throws Exception {
    Files.createFile(hang);
    FutureTask<CommitResult> commit = start(() -> Rules.commit(backend, Rules.appending(backend, ONE, 1, "b")));
    while (!Files.exists(Path.of(hang + ".hangs"))) {
      assertTrue(!commit.isDone(), "a commit at SYNC was acknowledged without a sync");
      Thread.onSpinWait();
    }
    return commit;
  }

  private void read() throws Exception {
    Backend backend = open();
    Rules.append(backend, ONE, 0, "a");
    FutureTask<CommitResult> commit = hang(backend);
    assertEquals("a", soon(() -> Rules.texts(backend.events(ONE, 1, 1)).get(0)));
    assertEquals("a", soon(() -> Rules.texts(backend, ONE).get(0)));
    assertEquals(ONE, soon(() -> Rules.head(backend, ONE).stream()));
    assertEquals(List.of("main"), soon(backend::stores));
    assertEquals(1, soon(() -> Rules.all(backend.streams("main", Optional.empty())).size()));
    assertEquals("a", soon(() -> {
      try (Backend moment = backend.pointInTime()) {
        return Rules.texts(moment, ONE).get(0);
      }
    }));
    if (backend.info().globalLog()) {
      assertEquals("a", soon(() -> Rules.texts(backend.log("main", Position.START)).get(0)));
    }
    Files.delete(hang);
    assertEquals(CommitResult.Stored.class, commit.get().getClass());
    assertEquals(List.of("a", "b"), Rules.texts(backend, ONE));
  }

  private void close() throws Exception {
    Backend backend = open();
    Rules.append(backend, ONE, 0, "a");
    FutureTask<CommitResult> commit = hang(backend);
    FutureTask<Void> closing = new FutureTask<>(() -> {
      backend.close();
      return null;
    });
    Thread closer = Thread.ofPlatform().daemon().start(closing);
    long begun = System.nanoTime();
    for (int tries = 0; tries < TRIES_TO_GET_IN || isUnderWay(closer) && System.nanoTime() - begun < PATIENCE_NANOS;
        tries++) {
      ExecutionException refusal = assertThrows(ExecutionException.class, () -> soon(this::open), "it could be opened");
      assertInstanceOf(BackendException.Locked.class, refusal.getCause());
    }
    Files.delete(hang);
    boolean stored = isStored(commit);
    closing.get();
    try (Backend again = open()) {
      int events = Rules.texts(again, ONE).size();
      assertTrue(stored ? events == 2 : events == 1 || events == 2, "stored: " + stored + ", events: " + events);
    }
  }

  /** Whether a thread may still come to where it waits. It may wait in native code, which cannot be seen. */
  private static boolean isUnderWay(Thread thread) {
    return thread.getState() == Thread.State.NEW || thread.getState() == Thread.State.RUNNABLE;
  }

  private static boolean isStored(FutureTask<CommitResult> commit) throws Exception {
    try {
      return commit.get() instanceof CommitResult.Stored;
    } catch (ExecutionException e) {
      assertTrue(e.getCause() instanceof BackendException, () -> "a commit under way ended with " + e.getCause());
      return false;
    }
  }
}
