package dev.cairn.impl.personal;

import java.util.Arrays;

/**
 * Where the entries of a key file are, by the hash of their owner: 16 bytes for each place, and at least twice as many
 * places as entries. Of entries with one hash all places are told, in no order. Used under the lock of its file.
 */
final class KeyFileIndex {
  private static final long[] NONE = {};

  private long[] hashes = new long[1024];
  private long[] offsets = new long[1024]; // 0: free, since a file begins with its header
  private int size;

  /** Adds an entry. */
  void add(long hash, long offset) {
    if (2 * (size + 1) > hashes.length) {
      grow();
    }
    put(hash, offset);
    size++;
  }

  /** The places of the entries with this hash. */
  long[] find(long hash) {
    long[] found = NONE;
    for (int at = place(hash); offsets[at] != 0; at = at + 1 & hashes.length - 1) {
      if (hashes[at] == hash) {
        found = Arrays.copyOf(found, found.length + 1);
        found[found.length - 1] = offsets[at];
      }
    }
    return found;
  }

  private int place(long hash) {
    return (int) hash & hashes.length - 1;
  }

  private void put(long hash, long offset) {
    int at = place(hash);
    while (offsets[at] != 0) {
      at = at + 1 & hashes.length - 1;
    }
    hashes[at] = hash;
    offsets[at] = offset;
  }

  private void grow() {
    long[] oldHashes = hashes;
    long[] oldOffsets = offsets;
    hashes = new long[2 * oldHashes.length];
    offsets = new long[2 * oldHashes.length];
    for (int i = 0; i < oldHashes.length; i++) {
      if (oldOffsets[i] != 0) {
        put(oldHashes[i], oldOffsets[i]);
      }
    }
  }
}
