package dev.cairn.api.bind;

import dev.cairn.api.EncryptedKey;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Gives the box of a key to the runtime only. */
public final class KeyAccess {
  private static volatile @Nullable Function<EncryptedKey, KeyBox> access;

  private KeyAccess() {}

  /** Called once, by {@link EncryptedKey} itself. */
  public static void grant(Function<EncryptedKey, KeyBox> function) {
    access = function;
  }

  /** Returns the box that the runtime made for the key. */
  public static KeyBox of(EncryptedKey key) {
    return Objects.requireNonNull(access).apply(key);
  }
}
