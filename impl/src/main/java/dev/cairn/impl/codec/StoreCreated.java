package dev.cairn.impl.codec;

import dev.cairn.impl.record.StoreId;
import java.util.Objects;

/**
 * The first event of a store's manifest.
 *
 * @param id of the store
 * @param sealed whether its records are sealed
 */
public record StoreCreated(StoreId id, boolean sealed) {

  /** Refuses a missing id. */
  public StoreCreated {
    Objects.requireNonNull(id, "id");
  }
}
