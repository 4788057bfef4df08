package dev.cairn.impl.actor;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.TypeRefused;
import dev.cairn.api.bind.ActorTypeLookup;
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
    if (type.state() == Void.class) {
      throw new TypeRefused(type.name(),
          "Void is neither a record nor a sealed interface of records, and so cannot be the"
              + " state. Nothing was written.");
    }
    Patience patience = journal.committer().patience();
    Store store = journal.store(type.store(), patience);
    store.codec(type, patience);
    return new KnownType<>(type, ActorClass.of(type.newActor()).commands(), store);
  }

  /** What another type of this name has that this one has not, as the end of a sentence. */
  String difference(ActorType<?, ?, ?> other) {
    if (!ActorTypeLookup.storedAs(type).equals(ActorTypeLookup.storedAs(other))) {
      return "other events, another state, or another declaration of how they are stored.";
    }
    if (!type.persistence().equals(other.persistence())) {
      return "another policy of persistence.";
    }
    if (!type.mailbox().equals(other.mailbox())) {
      return "another mailbox.";
    }
    if (!type.supervision().equals(other.supervision())) {
      return "another supervision.";
    }
    if (!type.idleAfter().equals(other.idleAfter())) {
      return "another idle time.";
    }
    return "another factory. A factory that captures something is another one each time it is made.";
  }
}
