package dev.cairn.impl.journal;

import dev.cairn.impl.commit.Holds;
import dev.cairn.spi.Position;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How far each registered reader of each store has read, as of what is stored. Any thread may call. */
final class Holding implements Holds {
  private final Map<String, Map<String, Position>> byStore = new ConcurrentHashMap<>();

  void hold(String store, String reader, Position readThrough) {
    byStore.computeIfAbsent(store, name -> new ConcurrentHashMap<>()).put(reader, readThrough);
  }

  /** Holds what comes after this place too, besides what the reader holds already. */
  void holdMore(String store, String reader, Position readThrough) {
    byStore.computeIfAbsent(store, name -> new ConcurrentHashMap<>()).merge(reader, readThrough,
        (held, more) -> held.compareTo(more) < 0 ? held : more);
  }

  void release(String store, String reader) {
    byStore.computeIfAbsent(store, name -> new ConcurrentHashMap<>()).remove(reader);
  }

  @Override
  public Position readThrough(String store) {
    Collection<Position> positions = byStore.getOrDefault(store, Map.of()).values();
    return positions.stream().min(Position::compareTo).orElse(Position.END);
  }
}
