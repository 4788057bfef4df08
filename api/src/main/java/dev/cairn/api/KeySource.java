package dev.cairn.api;

import java.nio.file.Path;

/**
 * Tells a key: a file, the environment, a password, or what you write for a vault.
 *
 * <pre>{@code
 * KeySource vault = () -> client.secret("cairn");
 * var ring = KeyRing.of(EncryptedKey.from(vault));
 * }</pre>
 */
@FunctionalInterface
public interface KeySource {

  /**
   * Returns the 32 bytes of the key in an array of their own; whoever asked wipes it.
   *
   * @throws InvalidKey if it cannot be had
   */
  byte[] read();

  /**
   * A file that holds the key: 32 bytes, or 64 hexadecimal digits or 44 characters of Base64 and perhaps a line end.
   * Where the file system knows owners, nobody but the owner may read or write it.
   */
  static KeySource file(Path file) {
    return () -> KeyText.file(file);
  }

  /**
   * A variable of the environment that holds the key, in hexadecimal or Base64. The JVM keeps its environment in memory
   * as it is, so a heap dump shows such a key; prefer a file.
   */
  static KeySource environment(String variable) {
    return () -> KeyText.environment(variable);
  }

  /**
   * A password, turned into a key by Argon2id. Takes about a tenth of a second and 64 MiB; wipe the password when the
   * key is made.
   *
   * @param settings the file that {@link #newPassword} made, which holds no secret but is needed for ever
   */
  static KeySource password(char[] password, Path settings) {
    return () -> Runtimes.first().stretch(password, settings);
  }

  /**
   * As {@link #password}, for a new key: draws a random salt and writes it with the parameters of Argon2id to a file,
   * which must not be there yet.
   */
  static KeySource newPassword(char[] password, Path settings) {
    return () -> {
      Runtimes.first().newPasswordSettings(settings);
      return Runtimes.first().stretch(password, settings);
    };
  }
}
