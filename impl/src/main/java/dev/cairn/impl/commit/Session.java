package dev.cairn.impl.commit;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendInfo;
import dev.cairn.spi.Durability;

/**
 * One session of the location.
 *
 * @param backend open, to write
 * @param generation the number it claimed, which is also the epoch of its commits
 * @param aloneSince the first of the sessions, one after the other and all of this process, between which nobody else
 *     can have written and nothing can have been lost: what was known of the store in that generation is still true
 */
record Session(Backend backend, long generation, long aloneSince) {

  static Session of(Backend backend) {
    long generation = backend.info().generation();
    return new Session(backend, generation, generation);
  }

  /**
   * The session that came after this one. Whoever writes claims a generation, so a gap tells of others. Where nothing
   * outlives the process in order, this session may have taken with it what it had acknowledged.
   */
  Session next(Backend next) {
    BackendInfo info = next.info();
    boolean alone = info.generation() == generation + 1 && info.durability() != Durability.NONE;
    return new Session(next, info.generation(), alone ? aloneSince : info.generation());
  }
}
