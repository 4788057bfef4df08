package dev.cairn.impl.schema;

import dev.cairn.api.ActorType;
import dev.cairn.api.StreamType;
import dev.cairn.api.bind.ActorTypeLookup;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The types that a program declares. */
record DeclaredTypes(Collection<? extends ActorType<?, ?, ?>> actors, Collection<? extends StreamType<?, ?>> streams) {

  /** Every declaration of a type whose events are records, in one store; those that store the same are one. */
  Collection<ActorType<?, ?, ?>> of(String store, String name) {
    return once(Stream.concat(actors.stream().filter(type -> type.store().equals(store)), streamsOfRecords())
        .filter(type -> type.name().equals(name)));
  }

  /** Every declaration of a type whose events are records. */
  Collection<ActorType<?, ?, ?>> all() {
    return once(Stream.concat(actors.stream(), streamsOfRecords()));
  }

  /** Whether a type of this name stores bytes. */
  boolean hasBytes(String name) {
    return streams.stream().anyMatch(type -> type.isBytes() && type.name().equals(name));
  }

  private Stream<ActorType<?, ?, ?>> streamsOfRecords() {
    return streams.stream().flatMap(type -> ActorTypeLookup.recordsOf(type).stream());
  }

  private static Collection<ActorType<?, ?, ?>> once(Stream<? extends ActorType<?, ?, ?>> types) {
    Map<Object, ActorType<?, ?, ?>> byContent = new LinkedHashMap<>();
    types.forEach(type -> byContent.putIfAbsent(List.of(type.store(), ActorTypeLookup.storedAs(type)), type));
    return byContent.values();
  }
}
