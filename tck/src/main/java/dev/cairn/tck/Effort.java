package dev.cairn.tck;

import java.util.concurrent.ThreadLocalRandom;

/** How often rules repeat. The defaults are for {@code mvn verify}; a nightly run may set more. */
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

  /** How many simulations of several processes are compared with the model. */
  static int simulations() {
    return Integer.getInteger("cairn.tck.simulations", 20);
  }

  /** The seed of the first simulation; each further one has the next number. They are the same each time. */
  static long firstSimulation() {
    return Long.getLong("cairn.tck.seed", 1);
  }

  /** The seed of the other random rules: a new one each time, unless one is set to repeat it. */
  static long seed() {
    return Long.getLong("cairn.tck.seed", ThreadLocalRandom.current().nextInt(1_000_000));
  }
}
