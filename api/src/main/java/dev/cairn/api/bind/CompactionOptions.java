package dev.cairn.api.bind;

import dev.cairn.api.KeyRing;
import dev.cairn.api.StoreInspector;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a location is compacted with.
 *
 * @param data the folder
 * @param keys of what is sealed in it
 * @param only the streams to look at; without it all of them
 * @param dry whether nothing is deleted
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
