package dev.cairn.impl.backend;

import dev.cairn.api.StoreInspector;
import dev.cairn.api.StoreRefused;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.api.bind.FailureText;
import dev.cairn.spi.Position;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The files of a hand-over. The first one decides: while it is not there, the former location is the true one; from
 * then on the new one is.
 *
 * <pre>
 *   cairn.moved, in the former folder      cairn.origin, in the new folder
 *     to=FOLDER     the new one              from=FOLDER      the former one
 *     backend=NAME  of the new one           store.NAME=HEX   the identity that this store had there
 *     at=TIME       when the pause began     end.NAME=G:O     where the copied events end in the new log
 * </pre>
 */
public final class HandedOver {
  private static final System.Logger LOG = System.getLogger(HandedOver.class.getName());
  private static final String MOVED = "cairn.moved";
  private static final String ORIGIN = "cairn.origin";
  private static final String TO = "to";
  private static final String FROM = "from";
  private static final String BACKEND = "backend";
  private static final String AT = "at";
  private static final String STORE = "store.";
  private static final String END = "end.";

  private HandedOver() {}

  /**
   * Where a location was before.
   *
   * @param from its folder
   * @param ids the identities that its stores had there
   * @param ends where the events that were copied from there end
   */
  public record Origin(Path from, Map<String, String> ids, Map<String, Position> ends) {}

  /** Where a location went on that was handed over; empty if it was not. */
  public static Optional<StoreInspector.HandedOver> of(Path data) {
    Path file = data.resolve(MOVED);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Properties lines = UnfinishedCopy.lines(file);
    return Optional.of(new StoreInspector.HandedOver(data, Path.of(lines.getProperty(TO, "")),
        lines.getProperty(BACKEND, ""), Instant.parse(lines.getProperty(AT, Instant.EPOCH.toString()))));
  }

  /**
   * Refuses a folder whose location was handed over: what was stored since is elsewhere.
   *
   * @throws StoreRefused that says where
   */
  public static void refuse(Path data) {
    of(data).ifPresent(moved -> {
      throw new StoreRefused(moved.words() + " Open that folder instead, with the backend '" + moved.backend()
          + "'. This folder is as it was then.", null);
    });
  }

  /**
   * Writes what {@link #enter} needs, so that nothing but a name is left to be written.
   *
   * @param at when the pause begins
   */
  public static void prepare(Path data, Path to, String backend, Instant at) {
    Properties lines = new Properties();
    lines.setProperty(TO, to.toString());
    lines.setProperty(BACKEND, backend);
    lines.setProperty(AT, at.truncatedTo(ChronoUnit.MILLIS).toString());
    write(draft(data), lines, "where this store is now");
  }

  /** Forgets what {@link #prepare} has written. */
  public static void forget(Path data) {
    try {
      Files.deleteIfExists(draft(data));
    } catch (IOException e) {
      // it means nothing without its name, and the next hand-over writes it anew
    }
  }

  /** Decides that the new location is the true one, durably. If this throws, it is not decided. */
  public static void enter(Path data) {
    Path file = data.resolve(MOVED);
    try {
      Files.move(draft(data), file, StandardCopyOption.ATOMIC_MOVE);
      syncFolder(data);
    } catch (IOException e) {
      if (Files.exists(draft(data)) || isTakenBack(file)) {
        throw new StoreUnavailable("The file " + file + " cannot be written: " + FailureText.of(e) + ".", e);
      }
      LOG.log(System.Logger.Level.ERROR, "The file " + file + " is there, and cannot be made durable or deleted any"
          + " more. The new location is the true one; never open this folder again.", e);
    }
  }

  private static boolean isTakenBack(Path file) {
    try {
      Files.deleteIfExists(file);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Signs the new folder, which is all that is left to do. If it cannot be done now, the next opening does it. */
  public static void complete(Path data) {
    Path copy = UnfinishedCopy.file(data);
    if (!Files.exists(copy)) {
      return;
    }
    Properties lines = UnfinishedCopy.lines(copy);
    Path from = Path.of(lines.getProperty(UnfinishedCopy.FROM, ""));
    if (of(from).filter(moved -> isSame(moved.to(), data)).isPresent()) {
      LocationFile.write(data, lines.getProperty(UnfinishedCopy.BACKEND, ""));
      try {
        Files.deleteIfExists(copy);
      } catch (IOException e) {
        throw new StoreUnavailable("The file " + copy + " cannot be deleted: " + FailureText.of(e) + ".", e);
      }
    }
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException e) {
      return false;
    }
  }

  /** Writes where a location was before. */
  public static void write(Path data, Origin origin) {
    Properties lines = new Properties();
    lines.setProperty(FROM, origin.from().toString());
    origin.ids().forEach((store, id) -> lines.setProperty(STORE + store, id));
    origin.ends().forEach((store, end) -> lines.setProperty(END + store, end.toString()));
    Path file = data.resolve(ORIGIN);
    Path draft = data.resolve(ORIGIN + ".new");
    write(draft, lines, "where this store was before");
    try {
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      syncFolder(data);
    } catch (IOException e) {
      throw new StoreUnavailable("The file " + file + " cannot be written: " + FailureText.of(e) + ".", e);
    }
  }

  /** Where a location was before; empty if it was always here. */
  public static Optional<Origin> origin(Path data) {
    Path file = data.resolve(ORIGIN);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Properties lines = UnfinishedCopy.lines(file);
    Map<String, String> ids = new TreeMap<>();
    Map<String, Position> ends = new TreeMap<>();
    for (String name : lines.stringPropertyNames()) {
      String value = lines.getProperty(name);
      if (name.startsWith(STORE)) {
        ids.put(name.substring(STORE.length()), value);
      } else if (name.startsWith(END)) {
        String[] parts = value.split(":");
        ends.put(name.substring(END.length()), new Position(Long.parseLong(parts[0]), Long.parseLong(parts[1])));
      }
    }
    return Optional.of(new Origin(Path.of(lines.getProperty(FROM, "")), ids, ends));
  }

  private static Path draft(Path data) {
    return data.resolve(MOVED + ".new");
  }

  private static void write(Path file, Properties lines, String comment) {
    StringWriter text = new StringWriter();
    try {
      lines.store(text, comment);
      try (FileOutputStream out = new FileOutputStream(file.toFile())) { // an interrupt would close a channel
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        out.getFD().sync();
      }
    } catch (IOException e) {
      throw new StoreUnavailable("The file " + file + " cannot be written: " + FailureText.of(e) + ".", e);
    }
  }

  private static void syncFolder(Path data) throws IOException {
    try (FileChannel folder = FileChannel.open(data, StandardOpenOption.READ)) {
      folder.force(true);
    }
  }
}
