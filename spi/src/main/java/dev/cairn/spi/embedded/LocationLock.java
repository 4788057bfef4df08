package dev.cairn.spi.embedded;

import dev.cairn.spi.BackendException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second writer away from a folder, for embedded backends: another process, another backend of this process,
 * and another class loader of this JVM. The lock dies with the process that holds it, whatever kills it.
 *
 * <pre>
 *   lock         empty; locked by the operating system while a writer lives; never deleted, opened by nobody else
 *   lock.holder  names that writer, for the message of a refusal
 * </pre>
 *
 * <p>Closing any channel on a file drops every lock that the JVM has on it. So this process claims the folder for
 * itself before the file is touched; that claim knows the folder by whatever name it is reached, and all class loaders
 * of the JVM see it. An engine that locks its own files by the process has to claim the folder for reading as well: two
 * copies of it in one process do not see each other's locks, and damage what the other one uses.
 *
 * <p>Thread rules: any thread may acquire, also an interrupted one, which stays interrupted; any thread may close. A
 * lock that is never closed is held until the process ends.
 */
public final class LocationLock implements AutoCloseable {
  private static final String FILE = "lock";
  private static final String HOLDER = "lock.holder";
  private static final int TRIES = 5;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** Closing one of these would give away the lock of another class loader. */
  private static final Map<Path, FileChannel> NOT_TO_CLOSE = new ConcurrentHashMap<>();

  /** The system takes back the lock of a channel that is collected. */
  private static final Set<LocationLock> HELD = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FolderClaim claim;
  private final @Nullable FileChannel channel;

  private LocationLock(Path folder, FolderClaim claim, @Nullable FileChannel channel) {
    this.folder = folder;
    this.claim = claim;
    this.channel = channel;
    HELD.add(this);
  }

  /**
   * Takes the lock for an engine that other class loaders of this JVM may read beside, creating the folder where there
   * is none. Waits for nobody who writes.
   *
   * @throws BackendException.Locked if somebody else holds it, naming the holder
   * @throws BackendException.Unavailable if the folder or the lock file cannot be created
   */
  public static LocationLock acquire(Path folder) {
    return acquire(folder, LocationLock.class);
  }

  /**
   * Takes the lock, creating the folder where there is none. Waits for nobody who writes. Readers that have
   * claimed the folder {@link #share for the same engine} may be there.
   *
   * @param engine a class of the engine; its class loader has the one copy of the engine that may use the folder
   * @throws BackendException.Locked if somebody else holds it, or another class loader reads it; names the holder
   * @throws BackendException.Unavailable if the folder or the lock file cannot be created
   */
  public static LocationLock acquire(Path folder, Class<?> engine) {
    Path real = created(folder);
    FolderClaim claim = claim(real, engine, true);
    try {
      return new LocationLock(real, claim, uninterrupted(() -> lockFile(real)));
    } catch (IOException e) {
      leave(claim, e);
      throw new BackendException.Unavailable("The lock file " + real.resolve("lock") + " cannot be used.", e);
    } catch (RuntimeException e) {
      leave(claim, e);
      throw e;
    }
  }

  /**
   * Claims a folder for a reader, beside a writer of the same class loader or of another process. Changes nothing in
   * the folder, which must be there, and keeps no other process away. Any number of readers may be there. Does not
   * wait.
   *
   * @param engine a class of the engine; its class loader has the one copy of the engine that may use the folder
   * @throws BackendException.Locked if another class loader of this JVM writes or reads there
   * @throws BackendException.Unavailable if the folder cannot be read
   */
  public static LocationLock share(Path folder, Class<?> engine) {
    try {
      Path real = folder.toRealPath();
      return new LocationLock(real, claim(real, engine, false), null);
    } catch (IOException e) {
      throw new BackendException.Unavailable("The folder " + folder + " cannot be read.", e);
    }
  }

  /**
   * Names whoever holds the lock of a folder to write: another process, or this one. Changes nothing in the folder.
   * Looks for a moment by the lock itself, so a writer that comes in that moment tries again.
   *
   * @param engine as in {@link #acquire(Path, Class)}
   * @return empty if nobody does
   * @throws BackendException.Unavailable if the folder or the lock file cannot be read
   */
  public static Optional<String> holder(Path folder, Class<?> engine) {
    if (!wasUsed(folder)) {
      return Optional.empty();
    }
    try {
      Path real = folder.toRealPath();
      return uninterrupted(() -> FolderClaim.whileUnwritten(real, engine, () -> probe(real)));
    } catch (BackendException.Locked e) {
      return Optional.of(e.holder());
    } catch (IOException e) {
      throw new BackendException.Unavailable("The lock of " + folder + " cannot be read.", e);
    }
  }

  private static Optional<String> probe(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (NOT_TO_CLOSE.containsKey(file)) {
      return Optional.of(holder(folder.resolve(HOLDER)));
    }
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try (channel; FileLock taken = channel.tryLock(0, Long.MAX_VALUE, true)) {
      return taken == null ? Optional.of(holder(folder.resolve(HOLDER))) : Optional.empty();
    }
  }

  /** Whether a writer has ever had the lock of this folder, as far as its files tell. */
  public static boolean wasUsed(Path folder) {
    return Files.exists(folder.resolve(FILE));
  }

  /** Gives the lock back. A second call does nothing. */
  @Override
  public void close() {
    if (!HELD.remove(this)) {
      return;
    }
    try {
      try {
        if (channel != null) {
          channel.close();
        }
      } finally {
        claim.leave(channel != null);
      }
    } catch (IOException e) {
      throw new BackendException.Unavailable("The lock of " + folder + " could not be given back.", e);
    }
  }

  private static Path created(Path folder) {
    try {
      return Files.createDirectories(folder).toRealPath();
    } catch (IOException e) {
      throw new BackendException.Unavailable("The folder " + folder + " cannot be created or read.", e);
    }
  }

  private static FolderClaim claim(Path real, Class<?> engine, boolean writes) {
    try {
      return uninterrupted(() -> FolderClaim.join(real, engine, writes));
    } catch (IOException e) {
      throw new BackendException.Unavailable("The folder " + real + " cannot be read.", e);
    }
  }

  private static void leave(FolderClaim claim, Exception because) {
    try {
      claim.leave(true);
    } catch (IOException e) {
      because.addSuppressed(e);
    }
  }

  private static FileChannel lockFile(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    Path holderFile = folder.resolve(HOLDER);
    FileChannel kept = NOT_TO_CLOSE.remove(file);
    FileChannel channel =
        kept == null ? FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE) : kept;
    try {
      if (!isLocked(channel)) {
        channel.close();
        throw new BackendException.Locked(folder.toString(), holder(holderFile));
      }
      Files.writeString(holderFile, me());
      return channel;
    } catch (OverlappingFileLockException e) {
      NOT_TO_CLOSE.put(file, channel);
      throw FolderClaim.otherLoader(folder);
    } catch (IOException e) {
      closeQuietly(channel, e);
      throw e;
    }
  }

  /** Who {@link #holder only looks} has the lock for a moment. */
  private static boolean isLocked(FileChannel channel) throws IOException {
    for (int tries = TRIES; channel.tryLock() == null; tries--) {
      if (tries == 1) {
        return false;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return true;
  }

  static void closeQuietly(@Nullable FileChannel channel, Exception because) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        because.addSuppressed(e);
      }
    }
  }

  private interface FileCall<T> {
    T run() throws IOException;
  }

  /** An interrupt closes the channel on which a thread works; the call begins anew, and the interrupt waits. */
  private static <T> T uninterrupted(FileCall<T> call) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        interrupted |= Thread.interrupted();
        try {
          return call.run();
        } catch (ClosedByInterruptException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static String holder(Path holderFile) {
    try {
      return Files.readString(holderFile, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "another process";
    }
  }

  static String me() {
    ProcessHandle process = ProcessHandle.current();
    return "process " + process.pid() + process.info().startInstant().map(start -> ", started " + start).orElse("");
  }
}
