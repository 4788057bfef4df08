package dev.cairn.backend.sqlite;

import dev.cairn.spi.BackendException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * How far the file was synced, in a file of its own, {@code cairn.sqlite-head}; for SQLite takes damage in its
 * write-ahead log for the end of the log. Two slots are written in turn, so that one of them is always whole:
 *
 * <pre>
 *    0  generation | changes | CRC-32C of both    8 bytes each
 *   24  generation | changes | CRC-32C of both
 * </pre>
 *
 * The slots are written and never synced: they outlive the process, and are never ahead of what was synced. At {@code
 * SYNC} they move after each commit, at {@code OS} after a checkpoint that left nothing in the log. After a power loss
 * they may be older, which accuses no file. Where there is no such file, or no readable slot in it, nothing is known.
 */
final class SqliteHead implements AutoCloseable {
  private static final int SLOT_BYTES = 24;

  /** The newest change that is known to be synced. */
  private record Mark(long generation, long changes) {
    private boolean isAfter(Mark other) {
      return generation > other.generation || generation == other.generation && changes > other.changes;
    }
  }

  private final Path file;
  private final boolean eachCommit;
  private @Nullable RandomAccessFile slots;
  private long generation;
  private long synced = -1;
  private int turn;
  private volatile long committed;

  /** The head of a database that will be opened to write; touches nothing. */
  SqliteHead(Path database, boolean eachCommit) {
    this.file = beside(database);
    this.eachCommit = eachCommit;
  }

  /** Where the head of a database is. */
  static Path beside(Path database) {
    return database.resolveSibling(database.getFileName() + "-head");
  }

  /**
   * Refuses a database that ends before what was synced. A writer may be at work: so the head is read first, and then
   * the database as of one moment, since the newest event may go and its number move to another table.
   *
   * @param accepted the last lost change that an operator has accepted, 0 for none
   * @throws BackendException.Corrupt naming what is gone, and how to go on without it
   */
  static void require(Path database, SqliteConnection connection, long accepted) {
    Mark mark = read(beside(database));
    connection.run("BEGIN");
    try {
      SqliteLatest latest = SqliteLatest.read(connection);
      Mark found = new Mark(latest.generation(), latest.changes(connection));
      if (mark != null && found.changes() < mark.changes() && mark.changes() != accepted) {
        throw new BackendException.Corrupt(lost(database, mark, found, latest.highestOrd(connection)));
      }
    } finally {
      connection.run("ROLLBACK");
    }
  }

  private static String lost(Path database, Mark mark, Mark found, long ord) {
    String how = found.generation() < mark.generation()
        ? "It is an older copy that was put back: opening " + found.generation() + " wrote it last, and opening "
            + mark.generation() + " has written to this folder since."
        : "Its write-ahead log is cut off or damaged, or an older copy was put back.";
    return "The file " + database + " ends with change " + found.changes() + ", at position " + ord
        + " of its log, but change " + mark.changes() + " was stored and synced: the last "
        + (mark.changes() - found.changes()) + " changes are lost, each of them an event behind that position, or a"
        + " snapshot, a purge or a reader's place. " + how
        + " Put the newest files or a backup back. To go on without what is lost: cairn accept-loss '"
        + database.getParent() + "' " + mark.changes();
  }

  /** Tells whether a database has been beside this head. */
  static boolean isThere(Path database) {
    return Files.exists(beside(database));
  }

  /** Returns the newest generation that is known to have been claimed, 0 for none. No later session may repeat it. */
  long newestGeneration() {
    Mark mark = read(file);
    return mark == null ? 0 : mark.generation();
  }

  /** Begins with what a session has just claimed and synced. */
  synchronized void begin(long claimed, long changes) {
    try {
      if (!Files.exists(file) || Files.size(file) != 2 * SLOT_BYTES) {
        Files.write(file, new byte[2 * SLOT_BYTES]); // a hole would have no room on a full disk
      }
      slots = new RandomAccessFile(file.toFile(), "rw"); // a channel would end with an interrupted thread
      generation = claimed;
      committed = changes;
      synced(changes);
    } catch (IOException e) {
      throw new BackendException.Unavailable("The file " + file + " cannot be written.", e);
    }
  }

  /** Takes note of a commit, which is synced where each is. */
  void committed(long changes) {
    committed = changes;
    if (eachCommit) {
      synced(changes);
    }
  }

  /** The newest change that was committed, synced or not. Any thread. */
  long committed() {
    return committed;
  }

  /** Moves on to what was synced, together with all before it. Any thread. */
  synchronized void synced(long changes) {
    RandomAccessFile open = slots;
    if (open == null || changes <= synced) {
      return;
    }
    try {
      open.seek((long) turn * SLOT_BYTES);
      open.write(slot(generation, changes));
      turn = 1 - turn;
      synced = changes;
    } catch (IOException e) {
      close(); // what stands there is older, and true
    }
  }

  /** Moves no more. */
  @Override
  public synchronized void close() {
    RandomAccessFile open = slots;
    slots = null;
    try {
      if (open != null) {
        open.close();
      }
    } catch (IOException e) {
      // nothing waits to be written
    }
  }

  private static @Nullable Mark read(Path file) {
    try {
      ByteBuffer slots = ByteBuffer.wrap(Files.readAllBytes(file));
      Mark newest = null;
      for (int at = 0; at + SLOT_BYTES <= slots.capacity(); at += SLOT_BYTES) {
        Mark mark = new Mark(slots.getLong(at), slots.getLong(at + 8));
        boolean whole = slots.slice(at, SLOT_BYTES).equals(ByteBuffer.wrap(slot(mark.generation(), mark.changes())));
        if (whole && (newest == null || mark.isAfter(newest))) {
          newest = mark;
        }
      }
      return newest;
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw new BackendException.Unavailable("The file " + file + " cannot be read.", e);
    }
  }

  private static byte[] slot(long generation, long changes) {
    ByteBuffer slot = ByteBuffer.allocate(SLOT_BYTES).putLong(generation).putLong(changes);
    CRC32C checksum = new CRC32C();
    checksum.update(slot.array(), 0, slot.position());
    return slot.putLong(checksum.getValue()).array();
  }
}
