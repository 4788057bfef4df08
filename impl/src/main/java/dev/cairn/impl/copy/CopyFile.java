package dev.cairn.impl.copy;

import dev.cairn.api.StoreRefused;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.api.bind.CopyOptions;
import dev.cairn.api.bind.FailureText;
import dev.cairn.impl.backend.LocationFile;
import dev.cairn.impl.backend.UnfinishedCopy;
import dev.cairn.impl.record.StoreId;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The file that describes an unfinished copy, so that the copy can continue. It is deleted when the copy is complete.
 *
 * <pre>
 *   from=FOLDER         the original
 *   backend=NAME        the backend of the copy
 *   readers=kept|anew   whether the copy keeps readers' checkpoints; a copy of an earlier version has no such line
 *   store.NAME=HEX      the identity that this store has in the copy
 * </pre>
 */
final class CopyFile {
  private static final System.Logger LOG = System.getLogger(CopyFile.class.getName());
  private static final String STORE = "store.";

  private final Path file;
  private final Properties lines;

  private CopyFile(Path file, Properties lines) {
    this.file = file;
    this.lines = lines;
  }

  /**
   * Begins a copy, or continues one.
   *
   * @throws StoreRefused if the folder holds something else
   */
  static CopyFile begin(CopyOptions options, String backend) {
    Path folder = options.to();
    if (LocationFile.backend(folder).isPresent()) {
      throw new StoreRefused("The folder " + folder + " holds a store already. A copy needs a new folder.", null);
    }
    Path file = UnfinishedCopy.file(folder);
    try {
      String from = options.from().toRealPath().toString();
      Properties lines = new Properties();
      if (Files.exists(file)) {
        try (Reader reader = Files.newBufferedReader(file)) {
          lines.load(reader);
        }
        requireSame(options, lines, from, backend);
      } else {
        requireEmpty(Files.createDirectories(folder));
        lines.setProperty(UnfinishedCopy.FROM, from);
      }
      lines.setProperty(UnfinishedCopy.BACKEND, backend);
      CopyFile begun = new CopyFile(file, lines);
      if (!lines.containsKey(UnfinishedCopy.READERS) && Files.exists(file)) {
        LOG.log(System.Logger.Level.WARNING, "The unfinished copy in " + folder
            + " is deleted and begun again: a version before this one has begun it, with another order of its log.");
        begun.deleteAllElse();
      }
      lines.setProperty(UnfinishedCopy.READERS, UnfinishedCopy.readers(options.readers()));
      begun.write();
      return begun;
    } catch (IOException e) {
      throw new StoreUnavailable("The folder " + folder + " cannot be written: " + FailureText.of(e) + ".", e);
    }
  }

  /** Whether nothing was copied yet. */
  boolean isFresh() {
    return lines.stringPropertyNames().stream().noneMatch(name -> name.startsWith(STORE));
  }

  /** The identity of a store in the copy; the same whenever the copy continues. */
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
      throw new StoreUnavailable("The file " + file + " cannot be written: " + FailureText.of(e) + ".", e);
    }
    return fresh;
  }

  /** Deletes everything else in the folder, which was empty when the copy was begun. */
  void deleteAllElse() {
    Path folder = Objects.requireNonNull(file.getParent());
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!each.equals(folder) && !each.equals(file)) {
          Files.delete(each);
        }
      }
    } catch (IOException e) {
      throw new StoreUnavailable("The unfinished copy in " + folder + " cannot be deleted: " + FailureText.of(e) + ".",
          e);
    }
  }

  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new StoreUnavailable(
          "The copy is whole, but its file " + file + " cannot be deleted: " + FailureText.of(e) + ".", e);
    }
  }

  private void write() throws IOException {
    StringWriter text = new StringWriter();
    lines.store(text, "an unfinished copy");
    Path draft = UnfinishedCopy.draft(file);
    Files.writeString(draft, text.toString());
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void requireSame(CopyOptions options, Properties before, String from, String backend) {
    String readers = UnfinishedCopy.readers(options.readers());
    if (!from.equals(before.getProperty(UnfinishedCopy.FROM))
        || !backend.equals(before.getProperty(UnfinishedCopy.BACKEND, backend))
        || !readers.equals(before.getProperty(UnfinishedCopy.READERS, readers))) {
      throw UnfinishedCopy.explain(options.to(), before);
    }
  }

  private static void requireEmpty(Path folder) throws IOException {
    Path draft = UnfinishedCopy.draft(UnfinishedCopy.file(folder));
    try (Stream<Path> files = Files.list(folder)) {
      if (files.anyMatch(file -> !file.equals(draft))) {
        throw new StoreRefused("The folder " + folder + " is not empty. A copy needs a new folder.", null);
      }
    }
  }
}
