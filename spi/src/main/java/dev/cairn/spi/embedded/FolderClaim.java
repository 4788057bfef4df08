package dev.cairn.spi.embedded;

import dev.cairn.spi.BackendException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What this process does with one folder: at most one writer, and readers of the same engine beside it. All class
 * loaders of a JVM share one table that nobody can replace: the one of the JVM's file locks. So the claim is a shared
 * lock on the folder itself. It changes nothing in the folder, keeps no other process away, and is found by device and
 * inode, whatever name the folder is reached by. A system that locks no folders, such as Windows, has locks that belong
 * to a handle and not to the process, and needs no claim of readers.
 */
final class FolderClaim {
  private static final Map<Object, FolderClaim> HELD = new HashMap<>();

  private final Object key;
  private final Class<?> engine;
  private final @Nullable FileChannel channel;
  private int users;
  private boolean written;

  private FolderClaim(Object key, Class<?> engine, @Nullable FileChannel channel) {
    this.key = key;
    this.engine = engine;
    this.channel = channel;
  }

  /** Joins the claim of this engine, or makes one. */
  static FolderClaim join(Path real, Class<?> engine, boolean writes) throws IOException {
    Object key = key(real);
    synchronized (HELD) {
      FolderClaim claim = HELD.get(key);
      if (claim == null) {
        claim = new FolderClaim(key, engine, lock(real));
        HELD.put(key, claim);
      } else if (claim.engine != engine) {
        throw otherLoader(real);
      } else if (writes && claim.written) {
        throw thisProcess(real);
      }
      claim.users++;
      claim.written |= writes;
      return claim;
    }
  }

  /** Looks at something of a folder while no writer of this process can come. */
  interface Look<T> {
    T run() throws IOException;
  }

  /**
   * Looks while this process does not write there.
   *
   * @throws BackendException.Locked if it does
   */
  static <T> T whileUnwritten(Path real, Class<?> engine, Look<T> look) throws IOException {
    synchronized (HELD) {
      FolderClaim claim = join(real, engine, false);
      try {
        if (claim.written) {
          throw thisProcess(real);
        }
        return look.run();
      } finally {
        claim.users--;
        claim.closeUnused();
      }
    }
  }

  /** Ends one use. */
  void leave(boolean wrote) throws IOException {
    synchronized (HELD) {
      users--;
      written &= !wrote;
      closeUnused();
    }
  }

  private void closeUnused() throws IOException {
    if (users == 0) {
      HELD.remove(key);
      if (channel != null) {
        channel.close();
      }
    }
  }

  private static BackendException.Locked thisProcess(Path real) {
    return new BackendException.Locked(real.toString(), "this very process (" + LocationLock.me() + ")");
  }

  static BackendException.Locked otherLoader(Path real) {
    return new BackendException.Locked(real.toString(),
        "this very process, through another class loader (" + LocationLock.me() + ")");
  }

  private static Object key(Path real) throws IOException {
    Object key = Files.readAttributes(real, BasicFileAttributes.class).fileKey();
    return key == null ? real : key;
  }

  /** A refused thread may close its channel: the table belongs to the JVM, and the system's lock keeps nobody away. */
  private static @Nullable FileChannel lock(Path real) throws IOException {
    FileChannel channel = null;
    try {
      channel = FileChannel.open(real, StandardOpenOption.READ);
      channel.tryLock(0, 1, true);
      return channel;
    } catch (OverlappingFileLockException e) {
      LocationLock.closeQuietly(channel, e);
      throw otherLoader(real);
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      LocationLock.closeQuietly(channel, e);
      return null; // a system that locks no folders
    }
  }
}
