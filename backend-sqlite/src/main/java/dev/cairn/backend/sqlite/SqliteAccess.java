package dev.cairn.backend.sqlite;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

/** With what rights a connection is opened. */
enum SqliteAccess {
  /** The writer, which creates the file where there is none. */
  WRITE,
  /** Reads beside whoever writes, and leaves the WAL as it found it. */
  READ,
  /**
   * Reads where nobody writes. Changes nothing either, but may tidy up: SQLite reads through two files beside the real
   * one, and only who may write takes them away at the end.
   */
  VISIT,
  /** Reads in a folder that nobody can write. */
  FROZEN;

  /** Chooses how to look into a location that may have a writer. */
  static SqliteAccess toRead(Path file) {
    File wal = new File(file + "-wal");
    if (wal.length() > 0) {
      return READ;
    }
    return wal.exists() || Files.isWritable(file.resolveSibling(".")) ? VISIT : FROZEN;
  }
}
