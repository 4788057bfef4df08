package dev.cairn.api.bind;

import dev.cairn.api.KeyRing;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The options of a promotion.
 *
 * @param data the folder of the unfinished copy
 * @param keys the keys of its sealed stores
 * @param access finds and opens the backends; its settings apply to the original, and to a copy of the same backend
 * @param settings more settings for the backend of the copy
 */
public record PromotionOptions(Path data, Optional<KeyRing> keys, BackendAccess access, Map<String, String> settings) {
  /** Refuses missing parts. */
  public PromotionOptions {
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(keys, "keys");
    Objects.requireNonNull(access, "access");
    settings = Map.copyOf(settings);
  }

  /** Names the folder; a setting may be a password, and stays unsaid. */
  @Override
  public String toString() {
    return "a promotion of " + data;
  }
}
