package dev.cairn.impl.actor;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.impl.commit.Patience;
import dev.cairn.impl.journal.Journal;
import dev.cairn.impl.journal.Store;

/**
 * A persistent actor type that was checked against its store.
 *
 * @param type the author's declaration
 * @param commands the class of its commands; {@link Command} if the actor's class does not tell
 * @param store the store of its actors
 */
record KnownType<C extends Command<?, ?>, E, S>(ActorType<C, E, S> type, Class<?> commands, Store store)
    implements ActorRegistry.NamedType {
  /** Checks a type against its store before anything is sent. May wait for a commit. */
  static <C extends Command<?, ?>, E, S> KnownType<C, E, S> check(ActorType<C, E, S> type, Journal journal) {
    Patience patience = journal.committer().patience();
    Store store = journal.store(type.store(), patience);
    store.codec(type, patience);
    return new KnownType<>(type, ActorClass.of(type.newActor()).commands(), store);
  }
}
