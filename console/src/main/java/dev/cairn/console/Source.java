package dev.cairn.console;

import dev.cairn.api.ActorType;
import dev.cairn.api.KeyRing;
import dev.cairn.api.StoreInspector;
import dev.cairn.api.StoreInspector.Stream;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The folder that is shown. It is opened for each question, since a backend may show only the events from before it was
 * opened.
 */
record Source(Path data, Optional<KeyRing> keys,
    Optional<BiFunction<String, String, ActorType<?, ?, ?>>> types) {

  <T> T read(Function<StoreInspector, T> question) {
    try (StoreInspector inspector = open()) {
      return question.apply(inspector);
    }
  }

  StoreInspector open() {
    return keys.map(ring -> StoreInspector.open(data, ring)).orElseGet(() -> StoreInspector.open(data));
  }

  /** Fails where there is no store of this name. */
  void requireStore(String name) {
    boolean there = read(inspector -> inspector.stores().stream().anyMatch(store -> store.name().equals(name)));
    if (!there) {
      throw new NoSuchElementException("There is no store '" + name + "' in " + data + ".");
    }
  }

  /** Finds the stream of one actor. */
  Stream stream(StoreInspector inspector, String store, String type, String id) {
    Stream[] found = new Stream[1];
    Enough.of(() -> inspector.streams(store, type, id, stream -> {
      found[0] = stream;
      throw new Enough();
    }));
    @Nullable
    Stream first = found[0];
    if (first == null || !first.id().equals(id)) {
      throw new NoSuchElementException("No actor of type '" + type + "' in store '" + store + "' has the id '" + id
          + "'.");
    }
    return first;
  }
}
