package dev.cairn.impl.codec;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/** Finds the constructor and the accessors of a record, also if it is not public and its module opens nothing. */
final class RecordHandles {
  /** How many argument slots a method handle on a constructor has: 255, less two that it needs itself. */
  static final int MOST_PLACES = 253;
  private static final MethodType ACCESSOR = MethodType.methodType(Object.class, Object.class);
  private static final MethodType CONSTRUCTOR = MethodType.methodType(Object.class, Object[].class);

  private final MethodHandles.Lookup lookup;
  private final Class<?> type;

  /** The author's lookup reaches all classes of the author's module, and public classes of others. */
  RecordHandles(MethodHandles.Lookup author, Class<?> type) {
    this.lookup = privateOf(author, type);
    this.type = type;
  }

  /** How many argument slots a call of the constructor needs. */
  static int places(Class<?> type) {
    return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getType)
        .mapToInt(each -> each == long.class || each == double.class ? 2 : 1).sum();
  }

  MethodHandle accessor(RecordComponent component) throws IllegalAccessException {
    return lookup.unreflect(component.getAccessor()).asType(ACCESSOR);
  }

  MethodHandle constructor() throws IllegalAccessException, NoSuchMethodException {
    Class<?>[] types = Arrays.stream(type.getRecordComponents()).map(RecordComponent::getType).toArray(Class[]::new);
    return lookup.findConstructor(type, MethodType.methodType(void.class, types))
        .asFixedArity()
        .asSpreader(Object[].class, types.length)
        .asType(CONSTRUCTOR);
  }

  private static MethodHandles.Lookup privateOf(MethodHandles.Lookup author, Class<?> type) {
    try {
      return MethodHandles.privateLookupIn(type, author);
    } catch (IllegalAccessException e) {
      return author;
    }
  }
}
