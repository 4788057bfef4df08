package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The zip that has a runtime of Java, where there is no Java. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "the runtime is one for linux-x64")
final class RuntimeIT {
  /** What bin/cairn uses of the system. */
  private static final List<String> TOOLS =
      List.of("sh", "dirname", "head", "locale", "readlink", "sed");

  @TempDir
  private static Path unpacked;

  @TempDir
  private Path folder;

  @BeforeAll
  static void unpack() throws IOException {
    Path zip = Distribution.zip().resolveSibling(
        Distribution.zip().getFileName().toString().replace(".zip", "-linux-x64.zip"));
    try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("enablePosixFileAttributes", "true"));
        Stream<Path> all = Files.walk(files.getPath("/"))) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Path copy = unpacked.resolve(file.toString().substring(1));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
        Files.setPosixFilePermissions(copy,
            Files.getFileAttributeView(file, PosixFileAttributeView.class).readAttributes().permissions());
      }
    }
  }

  @Test
  void it_runs_on_the_java_that_it_brings() throws IOException {
    var version = withoutJava("--version").with("JDK_JAVA_OPTIONS", "-XshowSettings:properties").run().done();
    assertEquals(List.of("cairn " + System.getProperty("cairn.version")), version.out());
    assertTrue(version.error().contains("java.home = " + home().toRealPath().resolve("runtime")), version::error);
  }

  @Test
  void every_backend_finds_what_it_needs_of_the_jdk() throws IOException {
    var backends = withoutJava("backends", "--json").run().done().json();
    assertEquals(List.of("memory true", "postgresql true", "rocksdb true", "sqlite true"), backends.stream()
        .map(backend -> backend.get("name").getAsString() + " " + backend.get("usable").getAsBoolean()).sorted()
        .toList());
    Path input = BankFile.of(100).writeTo(folder.resolve("bank.csv"));
    for (String backend : List.of("sqlite", "rocksdb")) {
      var demo = withoutJava("demo", "--input", input, "--no-halt", "--backend", backend, "--data", backend, "--json");
      assertEquals(0, demo.run().done().summary().get("balances_wrong").getAsInt());
    }
  }

  private Launch withoutJava(Object... arguments) throws IOException {
    Path tools = Files.createDirectories(folder.resolve("bin"));
    for (String tool : TOOLS) {
      Path found = Stream.of("/usr/bin", "/bin").map(place -> Path.of(place, tool)).filter(Files::exists).findFirst()
          .orElseThrow();
      if (!Files.exists(tools.resolve(tool))) {
        Files.copy(found, tools.resolve(tool), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    return new Launch(folder, new ArrayList<>(List.of(home().resolve("bin/cairn").toString())),
        Map.of("PATH", tools.toString(), "JAVA_HOME", "", "JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1"))
        .and(arguments);
  }

  private static Path home() throws IOException {
    try (Stream<Path> roots = Files.list(unpacked)) {
      return roots.findFirst().orElseThrow();
    }
  }
}
