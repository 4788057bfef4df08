/**
 * Where streams will be kept in one RocksDB folder: its key layout, its batches, and what its errors mean. Still empty:
 * it provides nothing, and the distribution leaves it out.
 *
 * <p>Never here: policy, serialization or keys. When to snapshot and what to delete is decided in
 * {@code dev.cairn.impl}; the contract is in {@code dev.cairn.spi}.
 */
@NullMarked
package dev.cairn.backend.rocksdb;

import org.jspecify.annotations.NullMarked;
