package dev.cairn.impl.codec;

/**
 * An event of a sealed store's manifest: from here on this key seals. What was said before of types is said once
 * more after it, so that who has this key needs none before it.
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
