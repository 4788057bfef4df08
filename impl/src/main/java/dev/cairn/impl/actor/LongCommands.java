package dev.cairn.impl.actor;

import dev.cairn.impl.time.MachineTime;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Names the thread of each actor whose command lasts long after the actor, so that a thread dump tells which actor is
 * stuck where. To name a thread for each command would cost an actor that persists in memory several percent of its
 * speed; so all actors are looked at from time to time, and that takes a thousandth of one processor at most.
 */
final class LongCommands {
  /** How long a command lasts that lasts long. */
  static final Duration LONG = Duration.ofSeconds(1);

  private static final int SHARE = 1_000;

  private final MachineTime machine;
  private final Supplier<Stream<ActorCell<?>>> roots;

  LongCommands(MachineTime machine, Supplier<Stream<ActorCell<?>>> roots) {
    this.machine = machine;
    this.roots = roots;
  }

  /** Looks from now on, until the machine's time is closed. */
  void watch() {
    watchAfter(LONG.toNanos());
  }

  private void watchAfter(long nanos) {
    machine.schedule(Duration.ofNanos(nanos), () -> {
      long began = System.nanoTime();
      try {
        roots.get().forEach(this::look);
      } finally {
        watchAfter(Math.max(LONG.toNanos(), SHARE * (System.nanoTime() - began)));
      }
    });
  }

  private void look(ActorCell<?> cell) {
    HandlerContext<?> context = cell.isBusy() ? cell.context() : null;
    if (context != null && context.lasts(LONG)) {
      cell.nameThread();
    }
    cell.children().values().forEach(this::look);
  }
}
