/**
 * Keeps streams in one SQLite file: its schema, its statements, and what its errors mean.
 * {@code SqliteBackend} is one session, {@code SqliteWriter} stores its commits, {@code SqliteReads} reads.
 *
 * <p>Never here: policy, serialization, keys, or a name that becomes SQL. When to snapshot and what to delete is
 * decided in {@code dev.cairn.impl}; the contract is in {@code dev.cairn.spi}.
 */
@NullMarked
package dev.cairn.backend.sqlite;

import org.jspecify.annotations.NullMarked;
