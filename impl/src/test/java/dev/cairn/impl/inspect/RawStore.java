package dev.cairn.impl.inspect;

import java.nio.file.Path;

/** Records of ledgers, read and changed past the backend that has stored them, which is closed meanwhile. */
interface RawStore extends AutoCloseable {

  /** Opens what a backend has left in a folder. */
  static RawStore open(String backend, Path data) {
    return backend.equals("sqlite") ? new RawRows(data) : new RawRocks(data);
  }

  byte[] event(String store, String actor, long sequence);

  /** Puts an event where one is. */
  void putEvent(String store, String actor, long sequence, byte[] record);

  byte[] snapshot(String actor, long sequence);

  /** Puts a snapshot where one is. */
  void putSnapshot(String actor, long sequence, byte[] record);

  /** Takes all snapshots away, so that a recovery passes no event over. */
  void dropSnapshots();

  /** Makes many changes faster. */
  void together(Runnable changes);

  @Override
  void close();
}
