package dev.cairn.api;

/**
 * The common part of both actor types. An immutable value: each {@code with} returns a new one.
 *
 * @param <C> the commands
 */
public sealed interface ActorDefinition<C extends Command<?, ?>> permits ActorType, PlainType {
  /** The logical name. */
  String name();

  /** How many commands may wait, and what happens to one too many. */
  Mailbox mailbox();

  /** What happens when a handler throws. */
  Supervision supervision();
}
