package dev.cairn.impl.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.impl.ChildPath;
import dev.cairn.impl.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk in memory that one child sees; needs Linux and the right to have one. */
@Timeout(120)
class FullDiskTest {
  private static final String MOUNT = "mount -t tmpfs -o size=64m none \"$0\" && exec \"$@\"";

  @TempDir
  Path folder;

  @Test
  void sqlite_tells_that_nothing_was_stored_reads_on_and_writes_once_there_is_space() throws Exception {
    assertEquals("PersistFailed", filled("sqlite"));
  }

  @Test
  void rocksdb_reads_on_and_writes_once_there_is_space() throws Exception {
    assertEquals("PersistUnknown", filled("rocksdb"));
  }

  private String filled(String backend) throws Exception {
    Path disk = Files.createDirectories(folder.toRealPath().resolve("disk"));
    Path output = folder.resolve("output");
    List<String> command = SmallDisk.command(MOUNT, disk, ChildPath.command(Filling.class, disk, backend));
    Process child = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      assertTrue(child.waitFor(100, TimeUnit.SECONDS), "it hangs");
      List<String> lines = Files.readAllLines(output);
      assertEquals(0, child.exitValue(), () -> String.join("\n", lines));
      return lines.get(lines.size() - 1);
    } finally {
      child.destroyForcibly();
    }
  }
}
