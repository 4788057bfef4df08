/**
 * Keeps streams in one RocksDB folder: its keys, its writes, its native handles, and what its errors mean.
 * {@code RocksdbBackend} is one session, {@code RocksdbBatch} stores its commits, {@code RocksdbReads} reads.
 *
 * <p>Never here: policy, serialization, or a native call outside {@link dev.cairn.backend.rocksdb.RocksdbDatabase}'s
 * guard. When to snapshot and what to delete is decided in {@code dev.cairn.impl}; the contract is in
 * {@code dev.cairn.spi}.
 */
@NullMarked
package dev.cairn.backend.rocksdb;

import org.jspecify.annotations.NullMarked;
