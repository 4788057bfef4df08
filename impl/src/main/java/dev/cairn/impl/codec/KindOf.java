package dev.cairn.impl.codec;

import dev.cairn.api.TypeRefused;
import dev.cairn.api.ValueCodec;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Finds the kind of one component, and refuses a component that cannot be stored. */
final class KindOf {
  private static final int MAX_DEPTH = 16;

  private final SchemaScan scan;
  private final Class<?> owner;
  private final RecordComponent component;

  KindOf(SchemaScan scan, Class<?> owner, RecordComponent component) {
    this.scan = scan;
    this.owner = owner;
    this.component = component;
  }

  Kind kind() {
    Type type = component.getGenericType();
    if (raw(type) == Optional.class) {
      return new Kind.OptionalOf(element(argument(type, 0), 1));
    }
    Kind kind = element(type, 1);
    Kind stored = kind instanceof Kind.FormOf form ? form.stored() : kind;
    boolean boxed = stored instanceof Scalar scalar && scalar.isPrimitive() && !component.getType().isPrimitive();
    return boxed ? new Kind.OptionalOf(kind) : kind;
  }

  private Kind element(Type type, int depth) {
    if (depth >= MAX_DEPTH) {
      throw refuse("nests collections deeper than " + MAX_DEPTH);
    }
    Class<?> raw = raw(type);
    if (raw == List.class) {
      return new Kind.ListOf(element(argument(type, 0), depth + 1));
    }
    if (raw == Set.class) {
      return new Kind.SetOf(element(argument(type, 0), depth + 1));
    }
    if (raw == Map.class) {
      return new Kind.MapOf(element(argument(type, 0), depth + 1), element(argument(type, 1), depth + 1));
    }
    if (raw == Optional.class) {
      throw refuse("has an Optional inside another type; leave the element out instead");
    }
    return simple(raw);
  }

  private Kind simple(Class<?> type) {
    ValueCodec<?, ?> codec = scan.codec(type);
    return codec == null ? storable(type) : new Kind.FormOf(codec, storable(codec.form()));
  }

  private Kind storable(Class<?> type) {
    Scalar scalar = Scalar.of(type);
    if (scalar != null) {
      return scalar;
    }
    if (type.isRecord()) {
      scan.record(type, Role.VALUE);
      return new Kind.RecordOf(scan.name(type));
    }
    if (type.isEnum()) {
      scan.constant(type);
      return new Kind.EnumOf(type.getSimpleName(), sort(type.getEnumConstants(), each -> ((Enum<?>) each).name()));
    }
    if (type.isInterface() && type.isSealed()) {
      scan.choice(type, Role.VALUE);
      Object[] types = scan.choices.get(type.getSimpleName()).toArray();
      return new Kind.OneOf(type.getSimpleName(), sort(types, each -> scan.name((Class<?>) each)));
    }
    throw refuse(complaint(type));
  }

  private static List<String> sort(Object[] named, Function<Object, String> name) {
    return Arrays.stream(named).map(name).sorted().toList();
  }

  private Class<?> raw(Type type) {
    if (type instanceof Class<?> raw) {
      return raw;
    }
    if (type instanceof ParameterizedType parameterized) {
      return (Class<?>) parameterized.getRawType();
    }
    throw refuse("is of type " + type.getTypeName() + ", " + (type instanceof TypeVariable<?> ? "a type variable"
        : "which leaves open what is in it") + "; name a type that can be stored");
  }

  private Type argument(Type type, int index) {
    if (type instanceof ParameterizedType parameterized) {
      return parameterized.getActualTypeArguments()[index];
    }
    throw refuse("is a raw " + type.getTypeName() + "; say what is in it");
  }

  private static String complaint(Class<?> type) {
    String name = type.getSimpleName();
    if (type == Object.class) {
      return "is an Object, which could be anything";
    }
    if (type.isArray()) {
      return "is a " + name + "; of arrays only byte[] can be stored, take a List";
    }
    if (isFunctional(type)) {
      return "is a " + name + ", which is behaviour and not a value";
    }
    return type.isInterface() ? "is a " + name + ", which is not a sealed interface"
        : "is a " + name + ", which is a class and not a record; give the actor type a ValueCodec for it";
  }

  private static boolean isFunctional(Class<?> type) {
    return type.isInterface() && Arrays.stream(type.getMethods()).map(Method::getModifiers).filter(Modifier::isAbstract)
        .count() == 1;
  }

  private TypeRefused refuse(String complaint) {
    return scan.refuse("the component '" + component.getName() + "' of " + owner.getSimpleName() + " " + complaint);
  }
}
