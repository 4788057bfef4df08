package dev.cairn.spi;

import java.util.Objects;

/**
 * One stored event.
 *
 * @param stream its stream
 * @param sequence its number in the stream, from 1
 * @param position its place in the log; {@link Position#START} where the backend has no global log
 * @param record the bytes; they belong to the receiver and are changed by nobody
 */
public record StoredEvent(StreamKey stream, long sequence, Position position, byte[] record) {

  /** Refuses a sequence below 1. */
  public StoredEvent {
    Objects.requireNonNull(stream, "stream");
    Objects.requireNonNull(position, "position");
    Objects.requireNonNull(record, "record");
    if (sequence < 1) {
      throw new IllegalArgumentException("An event of " + stream + " has sequence " + sequence + ".");
    }
  }
}
