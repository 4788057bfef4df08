package dev.cairn.impl.key;

/** A key was used after it was destroyed. */
public final class DestroyedKey extends RuntimeException {
  private static final long serialVersionUID = 1;

  DestroyedKey() {
    super("The key was destroyed.");
  }
}
