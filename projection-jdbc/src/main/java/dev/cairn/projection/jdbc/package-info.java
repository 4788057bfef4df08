/**
 * Projections into a database over {@code java.sql}, exactly once. Begin with {@link
 * dev.cairn.projection.jdbc.JdbcProjection}. Here lives what stands between a reader of the log and a transaction; no
 * pool, no mapping of objects, no table of the application.
 */
@NullMarked
package dev.cairn.projection.jdbc;

import org.jspecify.annotations.NullMarked;
