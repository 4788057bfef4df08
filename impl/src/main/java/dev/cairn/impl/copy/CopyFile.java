package dev.cairn.impl.copy;

import dev.cairn.api.StoreRefused;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.api.bind.CopyOptions;
import dev.cairn.impl.backend.LocationFile;
import dev.cairn.impl.record.StoreId;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The file by which the folder of an unfinished copy says of what it is one, so that it can go on; it is deleted when
 * the copy is whole.
 *
 * <pre>
 *   from=FOLDER         the original
 *   store.NAME=HEX      the identity that this store has in the copy
 * </pre>
 */
final class CopyFile {
  private static final String NAME = "cairn.copy";
  private static final String FROM = "from";
  private static final String STORE = "store.";

  private final Path file;
  private final Properties lines;

  private CopyFile(Path file, Properties lines) {
    this.file = file;
    this.lines = lines;
  }

  /**
   * Begins a copy, or goes on with one.
   *
   * @throws StoreRefused if the folder holds something else
   */
  static CopyFile begin(CopyOptions options) {
    Path folder = options.to();
    if (LocationFile.backend(folder).isPresent()) {
      throw new StoreRefused("The folder " + folder + " holds a store already. A copy needs a new folder.", null);
    }
    Path file = folder.resolve(NAME);
    try {
      String from = options.from().toRealPath().toString();
      Properties lines = new Properties();
      if (Files.exists(file)) {
        try (Reader reader = Files.newBufferedReader(file)) {
          lines.load(reader);
        }
        requireSame(folder, lines.getProperty(FROM), from);
      } else {
        requireEmpty(Files.createDirectories(folder));
        lines.setProperty(FROM, from);
      }
      CopyFile begun = new CopyFile(file, lines);
      begun.write();
      return begun;
    } catch (IOException e) {
      throw new StoreUnavailable("The folder " + folder + " cannot be written: " + e, e);
    }
  }

  /** The identity of a store in the copy; the same whenever the copy goes on. */
  StoreId idOf(String store) {
    String known = lines.getProperty(STORE + store);
    if (known != null) {
      return StoreId.of(HexFormat.of().parseHex(known));
    }
    StoreId fresh = StoreId.random();
    lines.setProperty(STORE + store, HexFormat.of().formatHex(fresh.bytes()));
    try {
      write();
    } catch (IOException e) {
      throw new StoreUnavailable("The file " + file + " cannot be written: " + e, e);
    }
    return fresh;
  }

  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new StoreUnavailable("The copy is whole, but its file " + file + " cannot be deleted: " + e, e);
    }
  }

  private void write() throws IOException {
    StringWriter text = new StringWriter();
    lines.store(text, "an unfinished copy");
    Path draft = file.resolveSibling(NAME + ".new");
    Files.writeString(draft, text.toString());
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void requireSame(Path folder, String before, String now) {
    if (!now.equals(before)) {
      throw new StoreRefused("The folder " + folder + " holds the beginning of a copy of " + before + ", not of " + now
          + ". Give another folder, or delete this one.", null);
    }
  }

  private static void requireEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      if (files.findAny().isPresent()) {
        throw new StoreRefused("The folder " + folder + " is not empty. A copy needs a new folder.", null);
      }
    }
  }
}
