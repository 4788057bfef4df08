package dev.cairn.backend.postgresql;

import dev.cairn.spi.StreamHead;

/**
 * A stream in the tables.
 *
 * @param id its number there
 * @param stored whether it has a row
 * @param epoch that may write it; 0 where the first commit decides, or where nobody asks
 */
record PostgresqlStream(long id, boolean stored, long epoch, StreamHead head) {

  /** The same, with its epoch. */
  PostgresqlStream under(long claimed) {
    return new PostgresqlStream(id, stored, claimed, head);
  }
}
