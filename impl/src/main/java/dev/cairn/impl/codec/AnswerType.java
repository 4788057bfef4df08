package dev.cairn.impl.codec;

import dev.cairn.api.Command;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the type of a command's answer from its class: the {@code Long} of {@code Deposit implements Ask<Long>}. */
final class AnswerType {
  private static final TypeVariable<?> ANSWER = Command.class.getTypeParameters()[1];

  private AnswerType() {}

  /** Returns what the class says; {@code Object} where it says nothing. */
  static Type of(Class<?> command) {
    Type found = find(command, Map.of());
    return found == null ? Object.class : found;
  }

  private static @Nullable Type find(Class<?> type, Map<TypeVariable<?>, Type> known) {
    if (type == Command.class) {
      return known.get(ANSWER);
    }
    for (Type above : type.getGenericInterfaces()) {
      Type found = above instanceof ParameterizedType generic
          ? find((Class<?>) generic.getRawType(), arguments(generic, known))
          : find((Class<?>) above, Map.of());
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static Map<TypeVariable<?>, Type> arguments(ParameterizedType generic, Map<TypeVariable<?>, Type> known) {
    TypeVariable<?>[] variables = ((Class<?>) generic.getRawType()).getTypeParameters();
    Map<TypeVariable<?>, Type> arguments = new HashMap<>();
    for (int i = 0; i < variables.length; i++) {
      Type argument = generic.getActualTypeArguments()[i];
      arguments.put(variables[i], argument instanceof TypeVariable<?> open && known.containsKey(open)
          ? known.get(open) : argument);
    }
    return arguments;
  }
}
