package dev.cairn.api.bind;

import dev.cairn.api.KeyRing;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * What a location is copied with.
 *
 * @param from the folder to read
 * @param to the folder to write
 * @param backend of the copy; without it that of the original
 * @param keys of what is sealed in the original
 * @param newKeys what seals the copy; without it, what is sealed stays so under the same keys
 * @param readers whether the registered readers of the logs go on in the copy where they are
 * @param access finds and opens the backends; the settings are those of the original, and of a copy of the same backend
 */
public record CopyOptions(Path from, Path to, Optional<String> backend, Optional<KeyRing> keys,
    Optional<KeyRing> newKeys, boolean readers, BackendAccess access) {
  /** Refuses missing parts. */
  public CopyOptions {
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    Objects.requireNonNull(backend, "backend");
    Objects.requireNonNull(keys, "keys");
    Objects.requireNonNull(newKeys, "newKeys");
    Objects.requireNonNull(access, "access");
  }
}
