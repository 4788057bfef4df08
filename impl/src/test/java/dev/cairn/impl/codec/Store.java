package dev.cairn.impl.codec;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.Evolution;
import dev.cairn.impl.record.FieldOutput;
import java.lang.invoke.MethodHandles;

/** A store without a backend: a dictionary, and the codec of one actor type bound to it. */
record Store(TypeDictionary dictionary, ActorCodec codec) {

  static <E, S> ActorSchema schema(MethodHandles.Lookup lookup, Class<E> events, Class<S> state) {
    return schema(lookup, events, state, Evolution.declare());
  }

  static <E, S> ActorSchema schema(MethodHandles.Lookup lookup, Class<E> events, Class<S> state, Evolution evolution) {
    ActorType<Command<?, ?>, E, S> type = ActorType.of(lookup, "account", events, state, () -> {
      throw new IllegalStateException("No actor is made here.");
    });
    return ActorSchema.of(type.evolving(evolution));
  }

  static Store of(MethodHandles.Lookup lookup, Class<?> events, Class<?> state) {
    return of(TypeDictionary.EMPTY, schema(lookup, events, state));
  }

  /** The store after an actor type of that schema was used. */
  static Store of(TypeDictionary before, ActorSchema schema) {
    TypeDictionary dictionary = before;
    for (TypeDefinition missing : schema.missing(before)) {
      dictionary = dictionary.with(missing);
    }
    return new Store(dictionary, schema.bind(dictionary));
  }

  byte[] write(Object value) {
    FieldOutput out = new FieldOutput(1 << 20);
    codec.write(value, out);
    return out.toBytes();
  }

  Object read(Class<?> type, byte[] bytes) {
    return codec.read(id(type), bytes, 0, bytes.length);
  }

  Object again(Object value) {
    byte[] bytes = write(value);
    return codec.read(codec.typeId(value), bytes, 0, bytes.length);
  }

  int id(Class<?> type) {
    return dictionary.newest("account", type.getSimpleName()).orElseThrow().id();
  }
}
