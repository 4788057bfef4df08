package dev.cairn.tck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A disk of 64 MiB in memory that only one child sees. Needs Linux and the right to mount it. */
final class SmallDisk {
  private static final String MOUNT = "mount -t tmpfs -o size=64m none \"$0\" && exec \"$@\"";

  private SmallDisk() {}

  /** The command that runs the command after it with such a disk at a folder. */
  static List<String> at(Path folder) {
    return List.of("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", MOUNT, folder.toString());
  }

  static boolean isPossible(Path folder) {
    try {
      Files.createDirectories(folder);
      ProcessBuilder probe = new ProcessBuilder(new ArrayList<>(at(folder))).redirectErrorStream(true);
      probe.command().add("true");
      Process process = probe.start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
