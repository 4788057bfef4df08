package dev.cairn.impl.actor;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.PersistentContext;
import dev.cairn.impl.codec.ActorCodec;
import dev.cairn.impl.journal.Store;
import java.lang.reflect.Method;

/**
 * An actor type that was checked against the store.
 *
 * @param type as the author declared it
 * @param commands the class that its commands must have, as far as the actor's class tells
 * @param store where it persists
 * @param codec for its events and states
 */
record KnownType<C extends Command<?, ?>, E, S>(ActorType<C, E, S> type, Class<?> commands, Store store,
    ActorCodec codec) {

  static <C extends Command<?, ?>, E, S> KnownType<C, E, S> of(ActorType<C, E, S> type, Store store,
      ActorCodec codec) {
    return new KnownType<>(type, commandsOf(type.newActor().getClass()), store, codec);
  }

  /** The parameter of the author's {@code handle}; where only the erased one is there, any command. */
  private static Class<?> commandsOf(Class<?> actor) {
    for (Class<?> declarer = actor; declarer != null && declarer != Object.class; declarer = declarer.getSuperclass()) {
      for (Method method : declarer.getDeclaredMethods()) {
        Class<?>[] parameters = method.getParameterTypes();
        if (method.getName().equals("handle") && !method.isBridge() && parameters.length == 2
            && Command.class.isAssignableFrom(parameters[0]) && parameters[1] == PersistentContext.class) {
          return parameters[0];
        }
      }
    }
    return Command.class;
  }
}
