package dev.cairn.spi;

import java.util.Objects;

/**
 * The right to write a stream, until somebody else claims it.
 *
 * @param epoch for the commits of the claimer, from 1. Only whether two epochs are equal counts, not their order
 * @param head where the stream stands
 */
public record Claim(long epoch, StreamHead head) {

  /** Refuses an epoch that no claim can have. */
  public Claim {
    Objects.requireNonNull(head, "head");
    if (epoch < 1) {
      throw new IllegalArgumentException("An epoch starts at 1; that of " + head.stream() + " is " + epoch + ".");
    }
  }
}
