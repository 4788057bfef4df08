package dev.cairn.impl.commit;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendInfo;
import dev.cairn.spi.Durability;

/**
 * One opening of the location.
 *
 * @param backend open, to write
 * @param generation the number it claimed, which is also the epoch of its commits
 * @param aloneSince the first of the openings, one after the other and all of this process, between which nobody else
 *     can have written and nothing can have been lost: what was known of the store in that generation is still true
 */
record Opening(Backend backend, long generation, long aloneSince) {

  static Opening of(Backend backend) {
    long generation = backend.info().generation();
    return new Opening(backend, generation, generation);
  }

  /**
   * The opening that came after this one. Whoever writes claims a generation, so a gap tells of others. Where nothing
   * outlives the process in order, this opening may have taken with it what it had acknowledged.
   */
  Opening followedBy(Backend next) {
    BackendInfo info = next.info();
    boolean alone = info.generation() == generation + 1 && info.durability() != Durability.NONE;
    return new Opening(next, info.generation(), alone ? aloneSince : info.generation());
  }
}
