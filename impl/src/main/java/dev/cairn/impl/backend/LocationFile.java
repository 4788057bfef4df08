package dev.cairn.impl.backend;

import dev.cairn.api.StoreRefused;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.api.bind.FailureText;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;

/**
 * The file that names the backend of a folder.
 *
 * <pre>
 *   format=1
 *   backend=NAME
 * </pre>
 */
public final class LocationFile {
  private static final String NAME = "cairn.location";
  private static final String FORMAT = "1";

  private LocationFile() {}

  /**
   * Returns the backend of a folder; empty if the folder has no such file.
   *
   * @throws StoreRefused if the file is empty, incomplete, or of an unknown format
   */
  public static Optional<String> backend(Path data) {
    Path file = data.resolve(NAME);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Properties lines = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      lines.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new StoreUnavailable("The file " + file + " cannot be read.", e);
    }
    String backend = lines.getProperty("backend");
    if (lines.isEmpty()) {
      throw new StoreRefused("The file " + file + " is empty. It must have the two lines format=" + FORMAT
          + " and backend=NAME, where NAME is the backend that wrote the files beside it.", null);
    }
    if (!FORMAT.equals(lines.getProperty("format")) || backend == null) {
      throw new StoreRefused(
          "The file " + file + " names format " + lines.getProperty("format") + " and backend " + backend
              + "; this version reads format " + FORMAT + ".",
          null);
    }
    return Optional.of(backend);
  }

  /** Writes and syncs the file, whole or not at all, unless it exists. */
  public static void write(Path data, String backend) {
    Path file = data.resolve(NAME);
    if (Files.exists(file)) {
      return;
    }
    Path draft = data.resolve(NAME + ".new");
    try {
      byte[] text = ("format=" + FORMAT + "\nbackend=" + backend + "\n").getBytes(StandardCharsets.UTF_8);
      try (FileOutputStream out = new FileOutputStream(draft.toFile())) { // an interrupt would close a channel
        out.write(text);
        out.getFD().sync();
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new StoreUnavailable("The file " + file + " cannot be written: " + FailureText.of(e) + ".", e);
    }
  }
}
