package dev.cairn.api;

import java.nio.file.Path;

/**
 * Reads a key from a file, the environment, a password, or a vault with your own code.
 *
 * <pre>{@code
 * KeySource vault = () -> client.secret("cairn");
 * var ring = KeyRing.of(EncryptedKey.from(vault));
 * }</pre>
 */
@FunctionalInterface
public interface KeySource {

  /**
   * Returns the 32 bytes of the key in a new array; the caller wipes it.
   *
   * @throws InvalidKey if the key cannot be read
   */
  byte[] read();

  /**
   * A file that contains the key: 32 bytes, or 64 hexadecimal digits or 44 characters of Base64 with an optional line
   * end. If the file system has owners, only the owner may read or write the file.
   */
  static KeySource file(Path file) {
    return () -> KeyText.file(file);
  }

  /**
   * An environment variable that contains the key in hexadecimal or Base64. The JVM keeps its environment in memory as
   * plain text, so a heap dump shows such a key; prefer a file.
   */
  static KeySource environment(String variable) {
    return () -> KeyText.environment(variable);
  }

  /**
   * A key that Argon2id makes from a password. Takes about a tenth of a second and 64 MiB; wipe the password when the
   * key is made.
   *
   * @param settings the file that {@link #newPassword} wrote; it contains no secret but is needed for ever
   */
  static KeySource password(char[] password, Path settings) {
    return () -> Runtimes.first().stretch(password, settings);
  }

  /**
   * As {@link #password}, for a new key: makes a random salt and writes it with the parameters of Argon2id to a new
   * file, which must not exist.
   */
  static KeySource newPassword(char[] password, Path settings) {
    return () -> {
      Runtimes.first().newPasswordSettings(settings);
      return Runtimes.first().stretch(password, settings);
    };
  }
}
