package dev.cairn.api;

/**
 * What both kinds of actor type have in common. An immutable value: each {@code with} returns another one.
 *
 * @param <C> the commands
 */
public sealed interface ActorDefinition<C extends Command<?, ?>> permits ActorType, PlainType {
  /** The logical name. */
  String name();

  /** How many commands may wait, and what becomes of one too many. */
  Mailbox mailbox();

  /** What happens when a handler throws. */
  Supervision supervision();
}
