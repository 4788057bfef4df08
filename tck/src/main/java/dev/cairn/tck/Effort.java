package dev.cairn.tck;

import java.util.concurrent.ThreadLocalRandom;

/** How long the rules that repeat go on. What {@code mvn verify} can bear is the default; a night may bear more. */
final class Effort {
  private Effort() {}

  /** How often a process is killed, for each durability. */
  static int kills() {
    return Integer.getInteger("cairn.tck.kills", 10);
  }

  /** At how many places of a trace the power is cut; 0 for every place. */
  static int cuts() {
    return Integer.getInteger("cairn.tck.cuts", 20);
  }

  /** How often a backend is closed under load. */
  static int closes() {
    return Integer.getInteger("cairn.tck.closes", 5);
  }

  /** How many random histories are compared with the model. */
  static int histories() {
    return Integer.getInteger("cairn.tck.histories", 4);
  }

  /** Where chance begins: another place each time, unless one is to be repeated. */
  static long seed() {
    return Long.getLong("cairn.tck.seed", ThreadLocalRandom.current().nextInt(1_000_000));
  }
}
