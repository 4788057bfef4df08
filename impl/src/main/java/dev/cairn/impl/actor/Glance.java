package dev.cairn.impl.actor;

import dev.cairn.api.ActiveActor;
import dev.cairn.api.ActiveActor.Activity;
import dev.cairn.api.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks at actors from any thread. It takes no lock: an actor goes on meanwhile, and may do something else already. */
final class Glance {
  private Glance() {}

  /** What these actors and their descendants do. */
  static List<ActiveActor> at(Stream<ActorCell<?>> roots) {
    List<ActiveActor> seen = new ArrayList<>();
    roots.forEach(cell -> add(cell, seen));
    return Collections.unmodifiableList(seen);
  }

  private static void add(ActorCell<?> cell, List<ActiveActor> seen) {
    seen.add(of(cell));
    cell.children().values().forEach(child -> add(child, seen));
  }

  private static ActiveActor of(ActorCell<?> cell) {
    HandlerContext<?> context = cell.context();
    Command<?, ?> command = context == null ? null : context.underWay();
    Activity activity = activity(cell, context, command != null);
    if (context == null || command == null) {
      return new ActiveActor(cell.ref(), activity, cell.depth(), Optional.empty(), Optional.empty());
    }
    Duration age = Duration.ofNanos(Math.max(0, System.nanoTime() - context.calledAt()));
    return new ActiveActor(cell.ref(), activity, cell.depth(), Optional.of(age), Optional.of(name(command.getClass())));
  }

  private static Activity activity(ActorCell<?> cell, @Nullable HandlerContext<?> context, boolean handles) {
    if (context != null && context.callsStore()) {
      return Activity.PERSISTING;
    }
    if (handles) {
      return Activity.HANDLING;
    }
    if (cell.isEnding()) {
      return Activity.STOPPING;
    }
    if (context == null) {
      return cell.isOnHold() || cell.isBusy() ? Activity.RECOVERING : Activity.IDLE;
    }
    return withInstance(cell, context);
  }

  private static Activity withInstance(ActorCell<?> cell, HandlerContext<?> context) {
    if (cell.isOnHold()) {
      return Activity.PAUSED;
    }
    if (!cell.isBusy()) {
      return Activity.IDLE;
    }
    return context.isStarting() ? Activity.STARTING : Activity.READY;
  }

  /** The name of a class of commands, without its package where it has one. */
  static String name(Class<?> command) {
    String simple = command.getSimpleName();
    return simple.isEmpty() ? command.getName() : simple;
  }
}
