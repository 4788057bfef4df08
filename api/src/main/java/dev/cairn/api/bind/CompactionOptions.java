package dev.cairn.api.bind;

import dev.cairn.api.KeyRing;
import dev.cairn.api.StoreInspector;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The options of a compaction.
 *
 * @param data the folder
 * @param keys the keys of its sealed stores
 * @param only the streams to compact; the default is all
 * @param dry whether to delete nothing
 * @param access finds and opens the backend
 */
public record CompactionOptions(Path data, Optional<KeyRing> keys, Optional<List<StoreInspector.Stream>> only,
    boolean dry, BackendAccess access) {
  /** Refuses missing parts. */
  public CompactionOptions {
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(keys, "keys");
    only = only.map(List::copyOf);
    Objects.requireNonNull(access, "access");
  }
}
