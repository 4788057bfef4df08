package dev.cairn.testkit;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import java.util.List;

/** The environment in which one actor is tested. */
interface Stage<C extends Command<?, ?>, E, S> {
  /** The id of the actor on every stage. */
  String ID = "1";

  /** The type of the actor. */
  ActorType<C, E, S> type();

  /** Adds events to the history of the actor. */
  void given(List<E> history);

  /** Sends a command to the actor. */
  Outcome handle(Command<?, ?> command);

  /** The events that the last command persisted. */
  List<E> events();

  /** The state after it. */
  S state();

  /** Lets the actor recover from its persisted events. */
  void restart();
}
