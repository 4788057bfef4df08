package dev.cairn.spi;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second writer away from a folder, for embedded backends: another process, another backend of this process,
 * and another class loader of this JVM. The lock dies with the process that holds it, whatever kills it.
 *
 * <pre>
 *   lock         empty; locked by the operating system while a writer lives; never deleted, opened by nobody else
 *   lock.holder  who that writer is, for the message of the one who is refused
 * </pre>
 *
 * <p>Closing any channel on a file drops every lock that the JVM has on it. So the real path of the folder is claimed
 * JVM-wide, in the system properties, before the file is touched.
 *
 * <p>Thread rules: any thread may acquire; any thread may close.
 */
public final class LocationLock implements AutoCloseable {
  private static final String CLAIM = "dev.cairn.lock:";

  private final String claim;
  private final FileChannel channel;

  private LocationLock(String claim, FileChannel channel) {
    this.claim = claim;
    this.channel = channel;
  }

  /**
   * Takes the lock, creating the folder where there is none. Does not wait.
   *
   * @throws BackendException.Locked if somebody else holds it, naming the holder
   * @throws BackendException.Unavailable if the folder or the lock file cannot be created
   */
  public static LocationLock acquire(Path folder) {
    Path real;
    try {
      real = Files.createDirectories(folder).toRealPath();
    } catch (IOException e) {
      throw new BackendException.Unavailable("The folder " + folder + " cannot be created or read.", e);
    }
    String claim = CLAIM + real;
    Object holder = claims().putIfAbsent(claim, me());
    if (holder != null) {
      throw new BackendException.Locked(real.toString(), "this very process (" + holder + ")");
    }
    FileChannel channel = null;
    try {
      channel = lockFile(real);
      return new LocationLock(claim, channel);
    } finally {
      if (channel == null) {
        claims().remove(claim);
      }
    }
  }

  /** Gives the lock back. A second call does nothing. */
  @Override
  public void close() {
    if (!channel.isOpen()) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      throw new BackendException.Unavailable("The lock " + claim + " could not be given back.", e);
    } finally {
      claims().remove(claim);
    }
  }

  private static FileChannel lockFile(Path folder) {
    Path file = folder.resolve("lock");
    Path holderFile = folder.resolve("lock.holder");
    FileChannel channel = null;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        throw new BackendException.Locked(folder.toString(), holder(holderFile));
      }
      Files.writeString(holderFile, me());
      return channel;
    } catch (IOException e) {
      closeQuietly(channel, e);
      throw new BackendException.Unavailable("The lock file " + file + " cannot be used.", e);
    }
  }

  private static void closeQuietly(@Nullable FileChannel channel, IOException because) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        because.addSuppressed(e);
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

  private static String me() {
    ProcessHandle process = ProcessHandle.current();
    return "process " + process.pid() + process.info().startInstant().map(start -> ", started " + start).orElse("");
  }

  private static Properties claims() {
    return System.getProperties();
  }
}
