package dev.cairn.bench;

import java.lang.management.ManagementFactory;

/** A test in a playground, with one figure as its result. */
enum Exchange {
  TELL("tell 1:1, messages/s", ">= 3") {
    @Override
    double run(Playground playground) throws Exception {
      playground.tell(1);
      return perSecond(MESSAGES, () -> playground.tell(MESSAGES));
    }
  },
  ASK("ask, 1 in flight, asks/s", ">= 1") {
    @Override
    double run(Playground playground) throws Exception {
      playground.ask(1);
      return perSecond(ASKS, () -> playground.ask(ASKS));
    }
  },
  ASK_64("ask, 64 in flight, asks/s", ">= 10") {
    @Override
    double run(Playground playground) throws Exception {
      playground.ask(1);
      return perSecond(ASKS_IN_FLIGHT, () -> playground.ask(ASKS_IN_FLIGHT, IN_FLIGHT));
    }
  },
  SPAWN("spawn and first message, actors/s", ">= 15") {
    @Override
    double run(Playground playground) throws Exception {
      return perSecond(ACTORS, () -> playground.spawn(ACTORS));
    }
  },
  IDLE("idle actor, bytes of heap", "<= 0.4") {
    @Override
    double run(Playground playground) throws Exception {
      playground.tell(1);
      long before = heap();
      playground.spawn(ACTORS);
      return (double) (heap() - before) / ACTORS;
    }
  };

  static final int MESSAGES = 5_000_000;
  static final int ASKS = 50_000;
  static final int ASKS_IN_FLIGHT = 4_000_000;
  static final int ACTORS = 100_000;
  private static final int IN_FLIGHT = 64;

  final String title;
  final String goal;

  Exchange(String title, String goal) {
    this.title = title;
    this.goal = goal;
  }

  abstract double run(Playground playground) throws Exception;

  private static double perSecond(int count, Step step) throws Exception {
    long begun = System.nanoTime();
    step.run();
    return count * 1e9 / (System.nanoTime() - begun);
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private interface Step {
    void run() throws Exception;
  }
}
