package dev.cairn.backend.rocksdb;

import java.util.HashMap;
import java.util.Map;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * What RocksDB counts whether anybody asks or not. Its own statistics objects would cost each write a part of its
 * speed.
 */
final class RocksdbStatistics {
  private static final Map<String, String> OF_DATABASE = Map.of(
      "bytes-written", "db.user_bytes_written",
      "wal-bytes-written", "db.wal_bytes_written",
      "wal-syncs", "db.wal_syncs",
      "write-stall-micros", "db.user_write_stall_micros");
  private static final Map<String, String> OF_FAMILY = Map.of(
      "write-delays", "total-delays",
      "write-stops", "total-stops");
  private static final Map<String, String> NOW = Map.of(
      "memtable-bytes", "rocksdb.cur-size-all-mem-tables",
      "block-cache-bytes", "rocksdb.block-cache-usage",
      "file-bytes", "rocksdb.total-sst-files-size",
      "flushes-running", "rocksdb.num-running-flushes",
      "compactions-running", "rocksdb.num-running-compactions",
      "compaction-pending", "rocksdb.compaction-pending",
      "compaction-pending-bytes", "rocksdb.estimate-pending-compaction-bytes",
      "background-errors", "rocksdb.background-errors");

  private RocksdbStatistics() {}

  static Map<String, Long> of(RocksDB database, ColumnFamilyHandle family) throws RocksDBException {
    Map<String, Long> values = new HashMap<>();
    put(values, OF_DATABASE, database.getMapProperty("rocksdb.dbstats"));
    put(values, OF_FAMILY, database.getMapProperty(family, "rocksdb.cf-write-stall-stats"));
    for (Map.Entry<String, String> each : NOW.entrySet()) {
      values.put(each.getKey(), database.getLongProperty(family, each.getValue()));
    }
    return Map.copyOf(values);
  }

  private static void put(Map<String, Long> values, Map<String, String> names, Map<String, String> counted) {
    names.forEach((name, theirs) -> values.put(name, Long.valueOf(counted.get(theirs))));
  }
}
