package dev.cairn.backend.sqlite;

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

/** A write that the system refuses, in another process, since the limit that makes it do so holds for all of one. */
@EnabledOnOs({ OS.LINUX, OS.MAC })
class SqliteFileLimitTest {

  @TempDir
  Path folder;

  @Test
  void a_refused_write_is_told_and_nothing_acknowledged_is_lost() throws Exception {
    Map<String, String> full = fill("ulimit -f 20000; ", 200);
    assertEquals("Unavailable", full.get("failed"), full::toString); // SQLite calls only the end of the disk full
    assertEquals("Unavailable", full.get("again"));
    assertEquals(full.get("acknowledged"), full.get("readable"));
    long acknowledged = Long.parseLong(full.get("acknowledged"));
    Map<String, String> wide = fill("", acknowledged + 5);
    assertTrue(Long.parseLong(wide.get("begins")) >= acknowledged, wide::toString);
    assertEquals("nothing", wide.get("failed"));
  }

  /** Returns what the process said; nothing may be on its standard error. */
  private Map<String, String> fill(String limit, long most) throws IOException, InterruptedException {
    Path tmp = Files.createDirectories(folder.resolve("tmp"));
    Path errors = folder.resolve("errors");
    String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
    List<String> arguments = List.of("sh", "-c", limit + "exec \"$@\"", "sh", java, "-Djava.io.tmpdir=" + tmp,
        "-p", System.getProperty("jdk.module.path"), "--patch-module", "dev.cairn.backend.sqlite=" + testClasses(),
        "--enable-native-access=org.xerial.sqlitejdbc", "-m", "dev.cairn.backend.sqlite/" + Filler.class.getName(),
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
