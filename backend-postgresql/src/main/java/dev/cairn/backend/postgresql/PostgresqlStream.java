package dev.cairn.backend.postgresql;

import dev.cairn.spi.StreamHead;

/**
 * A stream in the tables.
 *
 * @param id its number there
 * @param stored whether it has a row
 */
record PostgresqlStream(long id, boolean stored, StreamHead head) {}
