package dev.cairn.bench;

import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/** The work of a subject. */
enum Workload {
  W1("one actor, one asker, one event of 100 bytes an ask (raw: one insert a transaction)", 0) {
    @Override
    Stopwatch run(Subject subject, Path folder, Budget budget) throws Exception {
      return subject.one(folder, budget);
    }
  },
  W2("1,000 actors, 64 asks in flight, one event of 100 bytes an ask (raw: 32 inserts a transaction)",
      Workload.ACTORS) {
    @Override
    Stopwatch run(Subject subject, Path folder, Budget budget) throws Exception {
      return subject.many(folder, budget, Workload.ACTORS);
    }
  },
  W3("recovery of one actor with all the events of a cell (raw: one range read)", 0) {
    @Override
    Stopwatch run(Subject subject, Path folder, Budget budget) throws Exception {
      return subject.again(folder, budget);
    }
  },
  W4N("recovery of 1,000 actors with 100 events each, one after the other (raw: one range read an actor)", 0) {
    @Override
    Stopwatch run(Subject subject, Path folder, Budget budget) throws Exception {
      return subject.eachAgain(folder, budget);
    }
  },
  W7("one actor, 64 asks in flight, one event of 100 bytes an ask (raw: 32 inserts a transaction)", 1) {
    @Override
    Stopwatch run(Subject subject, Path folder, Budget budget) throws Exception {
      return subject.many(folder, budget, 1);
    }
  };

  static final int ACTORS = 1_000;
  static final int IN_FLIGHT = 64;
  static final int ROWS_A_TRANSACTION = 32;
  static final int EVENTS_A_COMMAND = 1_000;
  static final int EVENTS_AN_ACTOR = 100;
  static final int EVENTS_A_VISIT = 10;
  private static final int EVENT_BYTES = 100;

  final String title;
  final int primed;

  Workload(String title, int primed) {
    this.title = title;
    this.primed = primed;
  }

  abstract Stopwatch run(Subject subject, Path folder, Budget budget) throws Exception;

  /** Whether it reads the events of a closed store. */
  boolean recovers() {
    return this == W3 || this == W4N;
  }

  Cell by(Subject subject) {
    return new Cell(this, subject);
  }

  /** Bytes that do not compress. */
  static byte[] payload() {
    byte[] bytes = new byte[EVENT_BYTES];
    ThreadLocalRandom.current().nextBytes(bytes);
    return bytes;
  }

  static int anyOf(int actors) {
    return ThreadLocalRandom.current().nextInt(actors);
  }
}
