package dev.cairn.impl.copy;

import dev.cairn.api.StoreRefused;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.api.bind.CopyOptions;
import dev.cairn.api.bind.FailureText;
import dev.cairn.impl.backend.LocationFile;
import dev.cairn.impl.backend.UnfinishedCopy;
import dev.cairn.impl.record.StoreId;
import dev.cairn.spi.Position;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
 *   original.NAME=HEX   the identity that it has in the original
 *   through.NAME=G:O    the position in the original up to which all its events are copied
 *   newest.NAME=TIME    when the newest of these events was stored
 *   chain.NAME=kept     the original is chained, and so is the copy when it is complete
 *   as-of=TIME          the copy was whole, and had all that the original had then
 * </pre>
 */
final class CopyFile {
  private static final System.Logger LOG = System.getLogger(CopyFile.class.getName());
  private static final String STORE = "store.";
  private static final String ORIGINAL = "original.";
  private static final String THROUGH = "through.";
  private static final String NEWEST = "newest.";
  private static final String CHAIN = "chain.";
  private static final String AS_OF = "as-of";

  private final Path file;
  private final Properties lines;
  private boolean changed;

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

  /**
   * Reads the file of an unfinished copy.
   *
   * @throws StoreRefused if the folder has none
   */
  static CopyFile of(Path folder) {
    Path file = UnfinishedCopy.file(folder);
    if (LocationFile.backend(folder).isPresent() || !Files.exists(file)) {
      throw new StoreRefused("The folder " + folder + " holds no unfinished copy.", null);
    }
    return new CopyFile(file, UnfinishedCopy.lines(file));
  }

  /** The folder of the original. */
  Path from() {
    return Path.of(lines.getProperty(UnfinishedCopy.FROM, ""));
  }

  /** The backend of the copy. */
  Optional<String> backend() {
    return Optional.ofNullable(lines.getProperty(UnfinishedCopy.BACKEND));
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
    set(STORE + store, hex(fresh));
    save();
    return fresh;
  }

  /** The stores that the copy has, or has begun. */
  List<String> stores() {
    return lines.stringPropertyNames().stream().filter(name -> name.startsWith(STORE))
        .map(name -> name.substring(STORE.length())).sorted().toList();
  }

  /** Whether the copy was made from a store of another identity than this one. */
  boolean isOfAnother(String store, StoreId original) {
    return !lines.getProperty(ORIGINAL + store, hex(original)).equals(hex(original));
  }

  /** The identity of a store in the original, once something of it is copied. */
  String originalOf(String store) {
    return lines.getProperty(ORIGINAL + store, "");
  }

  /** The position of the original up to which the copy has all events of a store. */
  Position through(String store) {
    String[] parts = lines.getProperty(THROUGH + store, "0:0").split(":");
    return new Position(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
  }

  /** When the newest event was stored that the copy has of a store, if there is one. */
  Optional<Instant> newest(String store) {
    return Optional.ofNullable(lines.getProperty(NEWEST + store)).map(Instant::parse);
  }

  /** Whether a store is chained in the original. */
  boolean isChained(String store) {
    return lines.containsKey(CHAIN + store);
  }

  /** When the copy last had all that the original had; empty if it never did. */
  Optional<Instant> asOf() {
    return Optional.ofNullable(lines.getProperty(AS_OF)).map(Instant::parse);
  }

  /** Notes how far a store is copied; {@link #save} makes it last. */
  void note(String store, StoreId original, boolean chained, Position through, Optional<Instant> newest) {
    set(ORIGINAL + store, hex(original));
    if (chained) {
      set(CHAIN + store, "kept");
    }
    set(THROUGH + store, through.toString());
    newest.ifPresent(time -> set(NEWEST + store, time.toString()));
  }

  /** Notes that the copy has all that the original had at a moment; {@link #save} makes it last. */
  void noteWhole(Instant moment) {
    set(AS_OF, moment.toString());
  }

  private void set(String name, String value) {
    changed |= !value.equals(lines.setProperty(name, value));
  }

  /** Writes and syncs the file, whole or not at all, if it has changed. */
  void save() {
    if (!changed) {
      return;
    }
    try {
      write();
      changed = false;
    } catch (IOException e) {
      throw new StoreUnavailable("The file " + file + " cannot be written: " + FailureText.of(e) + ".", e);
    }
  }

  private static String hex(StoreId id) {
    return HexFormat.of().formatHex(id.bytes());
  }

  /** Deletes everything else in the folder, which was empty when the copy was begun, and forgets it. */
  void deleteAllElse() {
    for (String begun : List.of(ORIGINAL, THROUGH, NEWEST, CHAIN)) {
      lines.stringPropertyNames().stream().filter(name -> name.startsWith(begun)).forEach(lines::remove);
    }
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
    try (FileOutputStream out = new FileOutputStream(draft.toFile())) { // an interrupt would close a channel
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
      out.getFD().sync();
    }
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
