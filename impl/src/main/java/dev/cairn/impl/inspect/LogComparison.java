package dev.cairn.impl.inspect;

import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamKey;
import java.util.zip.CRC32C;

/**
 * Compares the log of a store with its streams, every event with its position and bytes, in constant memory. Each event
 * has a hash; each sum covers a part of the streams. An event of a stream adds its hash, and an event of the log
 * subtracts it.
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

  /** Whether this stream, or another one of its part, differs from the log. */
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

  /** The hash of an event with its stream, sequence, position and record. */
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
