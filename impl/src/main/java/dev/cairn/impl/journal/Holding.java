package dev.cairn.impl.journal;

import dev.cairn.impl.commit.Holds;
import dev.cairn.impl.observe.GuardedLogger;
import dev.cairn.spi.Backend;
import dev.cairn.spi.Position;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** How far each registered reader of each store has read, as of what is stored. Any thread may call. */
final class Holding implements Holds {
  private static final GuardedLogger LOG = GuardedLogger.of(Holding.class);
  /** Begins the names of the runtime's own holders; no reader has such a name. */
  static final String OWN = "\0";

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

  /** The location was handed over: holds what its stored readers have not read, and of every other holder all. */
  void moveTo(Backend backend) {
    Map<String, Set<String>> before = new HashMap<>();
    byStore.forEach((store, holders) -> {
      before.put(store, Set.copyOf(holders.keySet()));
      holders.keySet().removeIf(holder -> !holder.startsWith(OWN));
      holders.replaceAll((holder, position) -> Position.START);
    });
    try {
      reread(backend);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, () -> "How far the readers have come cannot be read. All that they had not"
          + " read is kept until they move.", e);
      before.forEach((store, holders) -> holders.forEach(holder -> hold(store, holder, Position.START)));
    }
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
