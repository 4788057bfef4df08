package dev.cairn.impl.actor;

import dev.cairn.api.Actor;
import dev.cairn.api.Command;
import dev.cairn.api.Reply;

/** A plain actor at work. */
final class PlainInstance<C extends Command<?, ?>> extends HandlerContext<C> {
  private final Actor<C> actor;

  PlainInstance(ActorCell<C> cell, Actor<C> actor) {
    super(cell);
    this.actor = actor;
  }

  @Override
  Reply call(C command) {
    return actor.handle(command, this);
  }

  @Override
  void callStarted() {
    actor.started(this);
  }

  @Override
  void callStopped() {
    actor.stopped(this);
  }
}
