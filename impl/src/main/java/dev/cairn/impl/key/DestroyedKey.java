package dev.cairn.impl.key;

/** Somebody asked for a key that is gone. */
public final class DestroyedKey extends RuntimeException {
  private static final long serialVersionUID = 1;

  DestroyedKey() {
    super("The key was destroyed.");
  }
}
