/**
 * Keeps streams in a schema of a PostgreSQL database: its tables, its statements, and what the server's errors mean.
 * {@code PostgresqlBackend} is one session, {@code PostgresqlWriter} stores its commits, {@code PostgresqlReads} reads,
 * {@code PostgresqlTables} draws the tables.
 *
 * <p>Never here: policy, serialization, keys, or a name that becomes SQL. When to snapshot and what to delete is
 * decided in {@code dev.cairn.impl}; the contract is in {@code dev.cairn.spi}.
 */
@NullMarked
package dev.cairn.backend.postgresql;

import org.jspecify.annotations.NullMarked;
