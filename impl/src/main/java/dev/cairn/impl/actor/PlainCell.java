package dev.cairn.impl.actor;

import dev.cairn.api.Actor;
import dev.cairn.api.ActorRef;
import dev.cairn.api.Command;
import dev.cairn.api.PlainType;
import dev.cairn.api.Terminated;
import dev.cairn.impl.mailbox.Letter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A plain actor: in memory from its start to its stop. */
final class PlainCell<C extends Command<?, ?>> extends ActorCell<C> {
  private final PlainType<C> type;
  private final Class<?> commands;
  private final Map<String, ActorCell<?>> siblings;
  private final boolean starts;

  PlainCell(LocalActorSystem system, @Nullable ActorCell<?> parent, PlainType<C> type, String id, Actor<C> first,
      Map<String, ActorCell<?>> siblings) {
    super(system, parent, id, type.mailbox());
    this.type = type;
    this.siblings = siblings;
    ActorClass known = ActorClass.of(first);
    this.commands = known.commands();
    this.starts = known.starts();
    PlainInstance<C> made = new PlainInstance<>(this, first);
    if (!starts) {
      made.markStarted();
    }
    context(made);
  }

  /** Whether the first instance has to be started: the author's class has a {@code started} of its own. */
  boolean starts() {
    return starts;
  }

  @Override
  PlainType<C> definition() {
    return type;
  }

  @Override
  Class<?> commands() {
    return commands;
  }

  @Override
  ActorRef<C> ref() {
    return new PlainRef<>(this, system().askTimeout(), null);
  }

  @Override
  HandlerContext<C> nextContext(@Nullable HandlerContext<C> before) {
    return new PlainInstance<>(this, type.newActor());
  }

  @Override
  @Nullable
  HandlerContext<C> contextFor(Letter letter) {
    return context();
  }

  @Override
  void refuseLetters() {
    close(this::reject);
  }

  @Override
  void unregister() {
    siblings.remove(id(), this);
  }

  @Override
  void handleLate(Signal signal) {
    switch (signal) {
      case Signal.Stop stop when stop.done() != null -> stop.done().run();
      case Signal.Start start -> start.done().completeExceptionally(stoppedFailure());
      case Signal.Watch watch ->
          watch.watcher().signal(new Signal.Gone(new Terminated(ref(), new Terminated.Cause.Before())));
      default -> {
      }
    }
  }
}
