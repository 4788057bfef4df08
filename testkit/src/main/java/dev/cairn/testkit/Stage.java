package dev.cairn.testkit;

import dev.cairn.api.Command;
import java.util.List;

/** Where one actor is tried. */
interface Stage<C extends Command<?, ?>, E, S> {
  /** The id of the actor on every stage. */
  String ID = "1";

  /** Lets events have happened. */
  void given(List<E> history);

  /** Hands the actor a command. */
  Outcome handle(Command<?, ?> command);

  /** What the last command has persisted. */
  List<E> events();

  /** The state after it. */
  S state();

  /** Lets the actor recover from what it has persisted. */
  void restart();
}
