package dev.cairn.impl.journal;

import dev.cairn.impl.commit.Holds;
import dev.cairn.spi.Backend;
import dev.cairn.spi.Position;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** How far each registered reader of each store has read, as of what is stored. Any thread may call. */
final class Holding implements Holds {
  private final Map<String, Map<String, Position>> byStore = new ConcurrentHashMap<>();

  private final Map<String, Consumer<Backend>> stores = new ConcurrentHashMap<>();

  /** Reads anew, when others may have written, what the readers of a store hold. */
  void rereadBy(String store, Consumer<Backend> reading) {
    stores.put(store, reading);
  }

  @Override
  public void reread(Backend backend) {
    stores.values().forEach(reading -> reading.accept(backend));
  }

  void hold(String store, String reader, Position readThrough) {
    byStore.computeIfAbsent(store, name -> new ConcurrentHashMap<>()).put(reader, readThrough);
  }

  /** Holds what comes after this checkpoint too, besides what the reader holds already. */
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
