package dev.cairn.backend.rocksdb;

import dev.cairn.spi.Durability;
import java.util.Properties;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.ReadOptions;
import org.rocksdb.WriteOptions;
import org.rocksdb.util.StdErrLogger;

/** The options of one session, which are native objects and live longer than the database. */
final class RocksdbOptions implements AutoCloseable {
  private static final long BLOCK_BYTES = 16 << 10;
  private static final long LOG_BYTES = 1 << 20;

  final DBOptions database = new DBOptions();
  final ColumnFamilyOptions family;
  final ColumnFamilyOptions emptyFamily = new ColumnFamilyOptions();
  final ReadOptions read = new ReadOptions();
  final WriteOptions write = new WriteOptions();
  final WriteOptions writeUnsynced = new WriteOptions();
  private final Cache cache;
  private final StdErrLogger silent = new StdErrLogger(InfoLogLevel.FATAL_LEVEL);

  /**
   * Records are mostly short and hard to compress: even a few bytes are worth keeping a block compressed, and to try
   * harder finds no more. The log and each stream grow at their end, so the memory table is told to go on from the last
   * key that has the same beginning: four bytes hold the kind, and of a stream whose number has up to two bytes the
   * number.
   */
  RocksdbOptions(RocksdbSettings settings) {
    Properties texts = new Properties();
    texts.setProperty("compression", "kZSTD");
    texts.setProperty("compression_opts", "{max_compressed_bytes_per_kb=1000;level=1}");
    texts.setProperty("memtable_insert_with_hint_prefix_extractor", "capped:4");
    cache = new LRUCache(settings.cacheMib() << 20);
    family = ColumnFamilyOptions.getColumnFamilyOptionsFromProps(texts)
        .setWriteBufferSize(settings.writeBufferMib() << 20)
        .setTableFormatConfig(new BlockBasedTableConfig().setBlockCache(cache).setBlockSize(BLOCK_BYTES));
    boolean unlogged = settings.durability() == Durability.NONE;
    write.setSync(settings.durability() == Durability.SYNC).setDisableWAL(unlogged);
    writeUnsynced.setDisableWAL(unlogged);
  }

  /** For the one writer. RocksDB never repeats a failed flush or sync by itself: a caller was told that it failed. */
  RocksdbOptions toWrite(boolean create) {
    database.setCreateIfMissing(create)
        .setCreateMissingColumnFamilies(create)
        .setMaxBgErrorResumeCount(0)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setMaxLogFileSize(LOG_BYTES)
        .setKeepLogFileNum(2)
        .setStatsDumpPeriodSec(0)
        .setStatsPersistPeriodSec(0);
    return this;
  }

  /** For a reader, which keeps every file open that the writer may delete, and writes none of its own. */
  RocksdbOptions toRead() {
    database.setMaxOpenFiles(-1).setLogger(silent);
    return this;
  }

  @Override
  public void close() {
    write.close();
    writeUnsynced.close();
    read.close();
    family.close();
    emptyFamily.close();
    database.close();
    cache.close();
    silent.close();
  }
}
