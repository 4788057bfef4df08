package dev.cairn.impl.golden;

import dev.cairn.api.EncryptedKey;
import dev.cairn.api.KeyRing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The stores in the test resources beside this class, which earlier versions of Cairn have written. */
public final class GoldenStores {
  private static final byte[] KEY = HexFormat.of().parseHex("6361697273".repeat(6) + "0a0b");

  private GoldenStores() {}

  /**
   * One store.
   *
   * @param format the folder of those that the same version has written
   * @param sealed whether it opens with {@link #ring}
   * @param killed whether its process was killed while it had it open
   */
  public record Golden(String format, String backend, boolean sealed, boolean killed) {

    /** The name of its files. */
    public String file() {
      return backend + (sealed ? "-sealed" : "-plain") + (killed ? "-killed" : "-closed");
    }

    /** The key that opens it. */
    public Optional<KeyRing> ring() {
      return sealed ? Optional.of(GoldenStores.ring()) : Optional.empty();
    }

    /** Puts its files into a folder. */
    public void unpack(Path folder) throws IOException {
      try (ZipInputStream zip = new ZipInputStream(resource(".zip"))) {
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
          Path file = folder.resolve(entry.getName());
          Files.createDirectories(file.getParent());
          Files.write(file, zip.readAllBytes());
        }
      }
    }

    /** What was read in it by those who wrote it, a line each. */
    public List<String> expected() throws IOException {
      try (InputStream text = resource(".txt")) {
        return new String(text.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      }
    }

    private InputStream resource(String kind) {
      String name = format + "/" + file() + kind;
      return Objects.requireNonNull(GoldenStores.class.getResourceAsStream(name), name);
    }

    /** As the names of tests show it. */
    @Override
    public String toString() {
      return format + " " + file();
    }
  }

  /** The key of the sealed ones. */
  static KeyRing ring() {
    return KeyRing.of(EncryptedKey.of(KEY));
  }

  /** Those of a backend and a format. */
  public static List<Golden> of(String format, String backend) {
    List<Golden> all = new ArrayList<>();
    for (boolean sealed : List.of(false, true)) {
      for (boolean killed : List.of(false, true)) {
        all.add(new Golden(format, backend, sealed, killed));
      }
    }
    return all;
  }
}
