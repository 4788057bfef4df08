package dev.cairn.impl;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A disk of a few hundred kilobytes, in a name space of its own, which ends with the process that sees it. */
public final class SmallDisk {
  private static final List<String> UNSHARE =
      List.of("unshare", "--user", "--map-root-user", "--mount", "sh", "-c");
  private static final String TRIAL = "mount -t tmpfs -o size=64m none \"$0\"";

  private SmallDisk() {}

  /**
   * The command that runs a script with a program; leaves the test out where a disk cannot be mounted.
   *
   * @param script mounts {@code $0} and runs {@code $@}
   */
  public static List<String> command(String script, Path disk, List<String> program) throws InterruptedException {
    assumeTrue(mounts(disk), "a small disk needs Linux, and the right to mount one (unshare)");
    return on(script, disk, program);
  }

  private static List<String> on(String script, Path disk, List<String> program) {
    return Stream.of(UNSHARE, List.of(script, disk.toString()), program).flatMap(List::stream).toList();
  }

  private static boolean mounts(Path disk) throws InterruptedException {
    try {
      return new ProcessBuilder(on(TRIAL, disk, List.of())).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
