package dev.cairn.impl.commit;

import dev.cairn.spi.Backend;

/**
 * One opening of the location.
 *
 * @param backend open, to write
 * @param generation the number it claimed, which is also the epoch of its commits
 */
record Opening(Backend backend, long generation) {

  static Opening of(Backend backend) {
    return new Opening(backend, backend.info().generation());
  }
}
