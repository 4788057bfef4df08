package dev.cairn.backend.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What only another process can show, since it dies. */
@EnabledOnOs({ OS.LINUX, OS.MAC })
class RocksdbProcessTest {

  @TempDir
  Path folder;

  /** A limit on the size of a file stands for the end of the disk. It leaves room for the native library. */
  @Test
  void a_full_disk_is_told_truthfully_and_nothing_acknowledged_is_lost() throws Exception {
    Map<String, String> full = fill("ulimit -f 40000; ", 200);
    assertEquals("Unavailable", full.get("failed"), full::toString);
    assertEquals("Unavailable", full.get("again"));
    assertEquals(full.get("acknowledged"), full.get("readable"));
    long acknowledged = Long.parseLong(full.get("acknowledged"));
    Map<String, String> wide = fill("", acknowledged + 5);
    assertTrue(Long.parseLong(wide.get("begins")) >= acknowledged, wide::toString);
    assertEquals("nothing", wide.get("failed"));
  }

  @Test
  void the_native_library_is_not_left_behind_by_a_process_that_ends_without_closing() throws Exception {
    fill("", 1);
    try (var left = Files.list(folder.resolve("tmp"))) {
      assertEquals(List.of(), left.toList());
    }
  }

  /** Returns what the process said; nothing may be on its standard error. */
  private Map<String, String> fill(String limit, long most) throws IOException, InterruptedException {
    Path tmp = Files.createDirectories(folder.resolve("tmp"));
    Path errors = folder.resolve("errors");
    String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
    List<String> arguments = List.of("sh", "-c", limit + "exec \"$@\"", "sh", java, "-Djava.io.tmpdir=" + tmp,
        "-p", System.getProperty("jdk.module.path"), "--patch-module", "dev.cairn.backend.rocksdb=" + testClasses(),
        "--enable-native-access=rocksdbjni", "-m", "dev.cairn.backend.rocksdb/" + Filler.class.getName(),
        folder.resolve("location").toString(), Long.toString(most));
    Process process = new ProcessBuilder(arguments).redirectError(errors.toFile()).start();
    try (var lines = process.inputReader().lines()) {
      Map<String, String> said = lines.map(line -> line.split(" ")).collect(Collectors.toMap(of -> of[0], of -> of[1]));
      process.waitFor();
      assertEquals("", Files.readString(errors));
      return said;
    }
  }

  private static Path testClasses() {
    try {
      return Path.of(Filler.class.getResource("Filler.class").toURI()).getParent().resolve("../../../..").normalize();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
