package dev.cairn.impl.codec;

/**
 * An event of a sealed store's manifest: from here on this key seals. The type definitions before it are repeated after
 * it, so that no earlier key is needed to read the manifest.
 *
 * @param id of the key
 */
public record KeyInUse(int id) {

  /** Refuses an id that no key has. */
  public KeyInUse {
    if (id < 1) {
      throw new IllegalArgumentException("No key has the id " + id + ".");
    }
  }
}
