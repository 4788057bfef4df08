package dev.cairn.impl.backend;

import dev.cairn.api.StoreRefused;
import dev.cairn.api.StoreUnavailable;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** A folder with a copy that is not complete: it is no store yet, and no place for another one. */
public final class UnfinishedCopy {
  /** The line that names the original. */
  public static final String FROM = "from";
  /** The line that names the backend of the copy. */
  public static final String BACKEND = "backend";
  /** The line that says whether the copy keeps the readers' checkpoints. */
  public static final String READERS = "readers";
  private static final String NAME = "cairn.copy";
  private static final String KEPT = "kept";

  private UnfinishedCopy() {}

  /** The value of the readers line. */
  public static String readers(boolean kept) {
    return kept ? KEPT : "anew";
  }

  /** The file that stands in the folder until the copy is complete. */
  public static Path file(Path data) {
    return data.resolve(NAME);
  }

  /** The draft, which is written first and then renamed to that file. */
  public static Path draft(Path file) {
    return file.resolveSibling(NAME + ".new");
  }

  /**
   * Refuses a folder that holds an unfinished copy.
   *
   * @throws StoreRefused with the command that continues the copy
   */
  public static void refuse(Path data) {
    Path file = file(data);
    if (LocationFile.backend(data).isPresent()) {
      return; // the copy is complete; only its file was not deleted
    }
    if (Files.exists(file)) {
      throw explain(data, lines(file));
    }
    if (Files.exists(draft(file))) {
      throw explain(data, new Properties());
    }
  }

  /** Names the original, and the command that continues the copy. */
  public static StoreRefused explain(Path data, Properties lines) {
    String from = lines.getProperty(FROM, "DIR");
    String backend = lines.getProperty(BACKEND, "BACKEND");
    String readers = KEPT.equals(lines.getProperty(READERS)) ? " --keep-readers" : "";
    return new StoreRefused("The folder " + data + " holds an unfinished copy" + (lines.isEmpty() ? "" : " of " + from)
        + ", which is no store yet. It goes on with: cairn copy " + from + " " + data + " --to " + backend
        + readers + ". Otherwise choose another folder, or delete this one.", null);
  }

  /** Reads the lines of that file. */
  public static Properties lines(Path file) {
    Properties lines = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      lines.load(reader);
      return lines;
    } catch (IOException | IllegalArgumentException e) {
      throw new StoreUnavailable("The file " + file + " cannot be read.", e);
    }
  }
}
