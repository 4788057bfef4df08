package dev.cairn.api.bind;

import dev.cairn.api.KeyRing;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The key rings of a system.
 *
 * @param others the ring of every store without its own ring
 * @param byStore the rings of stores with their own ring
 */
public record Keys(Optional<KeyRing> others, Map<String, KeyRing> byStore) {

  /** No keys: all stores are plain. */
  public static final Keys NONE = new Keys(Optional.empty(), Map.of());

  /** Refuses missing parts. */
  public Keys {
    Objects.requireNonNull(others, "others");
    byStore = Map.copyOf(byStore);
  }

  /** The key ring of a store; empty for a plain store. */
  public Optional<KeyRing> of(String store) {
    return Optional.ofNullable(byStore.get(store)).or(() -> others);
  }
}
