package dev.cairn.backend.rocksdb;

import dev.cairn.spi.BackendException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** Tells errors of RocksDB in the words of the spi. */
final class RocksdbFailure {
  /** RocksDB has no code for these: it tells a limit on files or a quota only in words. */
  private static final List<String> NO_SPACE = List.of("No space left", "File too large", "quota exceeded");

  private RocksdbFailure() {}

  static BackendException told(Path folder, RocksDBException e) {
    Status status = e.getStatus();
    String said = String.valueOf(e.getMessage());
    if (isFull(status, said)) {
      return new BackendException.Full("No space is left for " + folder + " (" + said + ").", e);
    }
    if (said.contains("lock file") || said.contains("lock hold by")) {
      return new BackendException.Locked(folder.toString(), "another program that has it open with RocksDB");
    }
    if (said.contains("No such file or directory")) {
      return new BackendException.Corrupt("The RocksDB in " + folder + " has lost a file (" + said + ").", e);
    }
    if (status != null && status.getCode() == Status.Code.Corruption) {
      return new BackendException.Corrupt("The RocksDB in " + folder + " is damaged (" + said + ").", e);
    }
    return new BackendException.Unavailable("RocksDB failed in " + folder + " (" + said + ").", e);
  }

  private static boolean isFull(@Nullable Status status, String said) {
    return status != null && status.getSubCode() == Status.SubCode.NoSpace
        || NO_SPACE.stream().anyMatch(said::contains);
  }
}
