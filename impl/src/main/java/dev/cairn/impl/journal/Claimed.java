package dev.cairn.impl.journal;

import dev.cairn.spi.Backend;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;

/**
 * A stream of the runtime's own that is about to be written.
 *
 * @param epoch under which it was claimed
 * @param head where it stands
 */
record Claimed(long epoch, StreamHead head) {

  static Claimed of(Backend backend, StreamKey stream) {
    long epoch = backend.info().generation();
    return new Claimed(epoch, backend.claim(stream, epoch));
  }
}
