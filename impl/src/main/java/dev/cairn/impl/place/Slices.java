package dev.cairn.impl.place;

import dev.cairn.spi.StreamKey;

/** The slice of an actor. It never changes: all processes of a location must agree, and all that come later. */
final class Slices {
  /** What stands in place of a type for a reader of a log. */
  static final String READER = "_reader";

  private Slices() {}

  /** The slice of an actor; hash codes of texts are the same in every JVM, and are mixed so that neighbours part. */
  static int of(StreamKey stream, int slices) {
    int hash = 31 * (31 * stream.store().hashCode() + stream.type().hashCode()) + stream.id().hashCode();
    hash = (hash ^ hash >>> 16) * 0x85ebca6b;
    hash = (hash ^ hash >>> 13) * 0xc2b2ae35;
    return Math.floorMod(hash ^ hash >>> 16, slices);
  }

  /** The slice of a reader of a store's log. */
  static int ofReader(String store, String reader, int slices) {
    return of(new StreamKey(store, READER, reader), slices);
  }
}
