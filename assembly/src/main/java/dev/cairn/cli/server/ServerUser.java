package dev.cairn.cli.server;

import dev.cairn.cli.print.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The user that the server runs as. PostgreSQL refuses root: so for root it runs in a user namespace of its own, which
 * keeps what root may do with its files, or where that is forbidden as a user without any rights.
 *
 * @param prefix what stands before each command
 * @param id of the user that owns the files of the server
 */
record ServerUser(List<String> prefix, int id) {
  private static final int ROOT = 0;
  private static final int NOBODY = 65_534;
  private static final List<String> NAMESPACE = List.of("unshare", "-U");
  private static final List<String> WITHOUT_RIGHTS =
      List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");

  /**
   * Finds the user.
   *
   * @param folder a folder that this process has made
   */
  static ServerUser of(Path folder) {
    int self = owner(folder);
    if (self != ROOT) {
      return new ServerUser(List.of(), self);
    }
    if (works(NAMESPACE)) {
      return new ServerUser(NAMESPACE, self);
    }
    if (works(WITHOUT_RIGHTS)) {
      return new ServerUser(WITHOUT_RIGHTS, NOBODY);
    }
    throw new NoServer("PostgreSQL does not run as root, and neither 'unshare -U' nor 'setpriv' works here. Run the"
        + " command as another user.");
  }

  private static boolean works(List<String> prefix) {
    return Tool.run(Stream.concat(prefix.stream(), Stream.of("true"))).isDone();
  }

  private static int owner(Path file) {
    try {
      return (Integer) Files.getAttribute(file, "unix:uid");
    } catch (IOException | UnsupportedOperationException e) {
      throw new NoServer("The owner of " + file + " cannot be read: " + Failure.words(e) + ".");
    }
  }

  /** A command as this user runs it. */
  Stream<String> command(Object... words) {
    return Stream.concat(prefix.stream(), Stream.of(words).map(Object::toString));
  }

  /** Lets this user own a file or a folder, but not what is in it. */
  void take(Path file) throws IOException {
    if (owner(file) != id) {
      Files.setAttribute(file, "unix:uid", id);
    }
  }
}
