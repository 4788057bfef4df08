package dev.cairn.impl.inspect;

import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamKey;
import java.util.zip.CRC32C;

/**
 * Whether the log of a store holds what its streams hold, each event at its position with its bytes, in memory that
 * does not grow with them: sums over numbers of events, each for a part of the streams. What is added by one side is
 * taken away by the other.
 */
final class LogComparison {
  private static final int PARTS = 4096;

  private final long[] sums = new long[PARTS];

  void addStored(StoredEvent event) {
    sums[part(event.stream())] += number(event);
  }

  void addLogged(StoredEvent event) {
    sums[part(event.stream())] -= number(event);
  }

  /** Whether one of some streams, this one among them, is not as the log says. */
  boolean doubts(StreamKey stream) {
    return sums[part(stream)] != 0;
  }

  boolean doubtsAny() {
    for (long sum : sums) {
      if (sum != 0) {
        return true;
      }
    }
    return false;
  }

  private static int part(StreamKey stream) {
    return (int) mix(stream.hashCode()) & PARTS - 1;
  }

  /** Another one for an event that differs in anything. */
  static long number(StoredEvent event) {
    CRC32C record = new CRC32C();
    record.update(event.record());
    long number = mix(event.stream().hashCode());
    number = mix(number ^ event.sequence());
    number = mix(number ^ event.position().generation());
    number = mix(number ^ event.position().offset());
    return mix(number ^ record.getValue() << Integer.SIZE ^ event.record().length);
  }

  /** The finalizer of SplitMix64. */
  private static long mix(long value) {
    long mixed = value + 0x9e3779b97f4a7c15L;
    mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }
}
