package dev.cairn.impl.actor;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.impl.journal.Store;

/**
 * An actor type that was checked against the store.
 *
 * @param type as the author declared it
 * @param commands the class that its commands must have, as far as the actor's class tells
 * @param store where it persists
 */
record KnownType<C extends Command<?, ?>, E, S>(ActorType<C, E, S> type, Class<?> commands, Store store) {
  static <C extends Command<?, ?>, E, S> KnownType<C, E, S> of(ActorType<C, E, S> type, Store store) {
    return new KnownType<>(type, ActorClass.of(type.newActor()).commands(), store);
  }
}
