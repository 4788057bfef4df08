package dev.cairn.impl.actor;

import dev.cairn.api.ActorContext;
import dev.cairn.api.Command;
import java.lang.reflect.Method;

/**
 * What the class of an author's actor tells the runtime.
 *
 * @param commands the class of its commands; {@link Command} if the handler's parameter is erased
 * @param starts whether the class has a {@code started} of its own
 */
record ActorClass(Class<?> commands, boolean starts) {
  private static final ClassValue<ActorClass> KNOWN = new ClassValue<>() {
    @Override
    protected ActorClass computeValue(Class<?> type) {
      return new ActorClass(commandsOf(type), starts(type));
    }
  };

  static ActorClass of(Object actor) {
    return KNOWN.get(actor.getClass());
  }

  private static Class<?> commandsOf(Class<?> actor) {
    for (Class<?> declarer = actor; declarer != null && declarer != Object.class; declarer = declarer.getSuperclass()) {
      for (Method method : declarer.getDeclaredMethods()) {
        Class<?>[] parameters = method.getParameterTypes();
        if (method.getName().equals("handle") && !method.isBridge() && parameters.length == 2
            && Command.class.isAssignableFrom(parameters[0]) && ActorContext.class.isAssignableFrom(parameters[1])) {
          return parameters[0];
        }
      }
    }
    return Command.class;
  }

  private static boolean starts(Class<?> actor) {
    for (Method method : actor.getMethods()) {
      if (method.getName().equals("started") && !method.isBridge() && method.getParameterCount() == 1
          && ActorContext.class.isAssignableFrom(method.getParameterTypes()[0])
          && method.getDeclaringClass() != dev.cairn.api.Actor.class
          && method.getDeclaringClass() != dev.cairn.api.PersistentActor.class) {
        return true;
      }
    }
    return false;
  }
}
