package dev.cairn.spi;

import java.util.Objects;

/**
 * A state of a stream, as a record of bytes.
 *
 * @param sequence the last event that the state contains, from 1
 * @param record the bytes; they belong to the receiver and are changed by nobody
 */
public record Snapshot(long sequence, byte[] record) {

  /** Refuses a sequence below 1. */
  public Snapshot {
    Objects.requireNonNull(record, "record");
    if (sequence < 1) {
      throw new IllegalArgumentException("A snapshot holds at least one event; sequence " + sequence + " does not.");
    }
  }
}
