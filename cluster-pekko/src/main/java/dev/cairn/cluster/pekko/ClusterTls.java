package dev.cairn.cluster.pekko;

import dev.cairn.spi.BackendConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;

/**
 * The certificate of this process with its key, and the certificates that it takes from others.
 *
 * @param keyPassword of both the store and the key in it
 */
record ClusterTls(Path keyStore, String keyPassword, Path trustStore, String trustPassword) {

  /**
   * Reads the settings and tries the stores.
   *
   * @throws IllegalArgumentException if only one of both is given, or one cannot be opened
   */
  static Optional<ClusterTls> read(BackendConfig given) {
    Optional<Path> keys = given.text(ClusterSettings.PREFIX + "key-store").map(Path::of);
    Optional<Path> trusted = given.text(ClusterSettings.PREFIX + "trust-store").map(Path::of);
    if (keys.isEmpty() && trusted.isEmpty()) {
      return Optional.empty();
    }
    if (keys.isEmpty() || trusted.isEmpty()) {
      throw new IllegalArgumentException("Settings cluster.key-store and cluster.trust-store: give both. The first has "
          + "the key and the certificate of this process, the second the certificates of those it talks to.");
    }
    return Optional.of(new ClusterTls(keys.get(), password(given, "key-store", keys.get()), trusted.get(),
        password(given, "trust-store", trusted.get())));
  }

  private static String password(BackendConfig given, String setting, Path store) {
    String name = ClusterSettings.PREFIX + setting;
    char[] password = given.secret(name + "-password").orElseThrow(() -> new IllegalArgumentException(
        "Setting " + name + "-password is missing; " + name + "-password-file and " + name
            + "-password-env name a file "
            + "or a variable that has it."));
    try {
      if (KeyStore.getInstance(store.toFile(), password).size() == 0) {
        throw new IllegalArgumentException("Setting " + name + " = '" + store + "': there is nothing in this store.");
      }
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      String why = Files.isReadable(store) ? "it does not open as PKCS #12 with this password, or is empty"
          : "there is no such file, or it may not be read";
      throw new IllegalArgumentException("Setting " + name + " = '" + store + "': " + why + ".", e);
    }
    return new String(password);
  }

  /** The passwords stay unsaid. */
  @Override
  public String toString() {
    return "key store " + keyStore + ", trust store " + trustStore;
  }
}
