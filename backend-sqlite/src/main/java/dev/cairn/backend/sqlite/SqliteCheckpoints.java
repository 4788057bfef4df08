package dev.cairn.backend.sqlite;

import dev.cairn.spi.BackendException;
import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Brings the WAL into the file, on a thread and a connection of its own, so that no commit waits for it. SQLite begins
 * the WAL anew once all of it is in the file. Under steady writing that moment never comes by itself; so when the WAL
 * has grown to twice its size the writer brings in the small rest itself.
 */
final class SqliteCheckpoints implements AutoCloseable {
  private static final long PAGE_BYTES = 4096;

  private final SqliteConnection connection;
  private final File file;
  private final SqliteHead head;
  private final long walBytes;
  private final Lock lock = new ReentrantLock();
  private final Thread thread;
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong putOff = new AtomicLong();
  private volatile long walPages;
  private volatile long waitingPages;
  private volatile boolean wanted;
  private volatile boolean closed;
  private volatile @Nullable BackendException failure;

  SqliteCheckpoints(SqliteConnection connection, Path file, SqliteHead head, long walBytes) {
    this.connection = connection;
    this.file = file.toFile();
    this.head = head;
    this.walBytes = walBytes;
    this.thread = Thread.ofPlatform().name("cairn-sqlite-checkpoint").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /**
   * Looks at the WAL of the writer. Called by its thread, between two transactions. Where space gets scarce, the WAL is
   * brought into the file while there is space for it: once the disk cannot take its pages a second time, they stay in
   * the WAL until somebody makes that much space.
   */
  void look(SqliteConnection writer) {
    long[] pages = pages(writer, "NOOP");
    walPages = pages[0];
    waitingPages = pages[0] - pages[1];
    boolean spaceGetsScarce = waitingPages * PAGE_BYTES > file.getUsableSpace() / 2;
    if (pages[0] * PAGE_BYTES > 2 * walBytes || spaceGetsScarce) {
      lock.lock();
      try {
        bringIn(writer, "PASSIVE");
      } finally {
        lock.unlock();
      }
    } else if (waitingPages * PAGE_BYTES > walBytes) {
      wanted = true;
      LockSupport.unpark(thread);
    }
  }

  /** Tells the writer of a failed checkpoint: its commits are in the WAL, but the disk is not well. */
  void requireHealthy() {
    BackendException cause = failure;
    if (cause != null) {
      throw cause;
    }
  }

  /** What the WAL was when it was last looked at, and how often it was brought in. Any thread. */
  Map<String, Long> statistics() {
    return Map.of("wal-pages", walPages, "wal-pages-waiting", waitingPages, "checkpoints", done.get(),
        "checkpoints-without-space", putOff.get());
  }

  /**
   * Brings the WAL into the file. A commit before this call that does not wait in the WAL afterwards is synced. Where
   * the file has no space to grow, commits stay in the WAL; the next look tries again.
   */
  void bringIn(SqliteConnection through, String how) {
    try {
      long committed = head.committed();
      long[] pages = pages(through, how);
      if (pages[0] == pages[1]) {
        head.synced(committed);
      }
      done.incrementAndGet();
    } catch (BackendException.Full e) {
      putOff.incrementAndGet();
    }
  }

  /** Returns how many pages are in the WAL, and how many of them are in the file as well. */
  private static long[] pages(SqliteConnection connection, String how) {
    long[] pages =
        connection.first(row -> new long[] { row.getLong(2), row.getLong(3) }, "PRAGMA wal_checkpoint(" + how + ")");
    return pages == null ? new long[2] : pages;
  }

  private void run() {
    while (!closed) {
      if (wanted) {
        wanted = false;
        checkpoint();
      } else {
        LockSupport.park(this);
      }
    }
  }

  private void checkpoint() {
    lock.lock();
    try {
      if (!closed) {
        bringIn(connection, "PASSIVE");
      }
    } catch (BackendException e) {
      failure = e;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the thread, after the checkpoint that is under way. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        connection.close();
      }
    } finally {
      lock.unlock();
      LockSupport.unpark(thread);
    }
  }
}
