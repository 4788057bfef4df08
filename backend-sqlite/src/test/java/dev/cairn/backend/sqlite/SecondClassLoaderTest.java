package dev.cairn.backend.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.spi.Backend;
import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;

/**
 * Two copies of the native library in one process take each other's locks away, and shorten files that the other one
 * has mapped, which crashes the process. So the second one must not get near the folder.
 */
@Timeout(60)
class SecondClassLoaderTest {

  @TempDir
  Path folder;

  @Test
  void a_second_class_loader_is_refused_in_every_mode_before_its_engine_touches_a_file() throws Exception {
    Map<String, String> said = race(2000);
    assertEquals(Set.of("READ-Locked", "WRITE-Locked"),
        said.keySet().stream().filter(how -> how.contains("-")).collect(Collectors.toSet()), said::toString);
    assertEquals(said.get("acknowledged"), said.get("readable"), said::toString);
    assertEquals("1", said.get("afterwards"), said::toString);
  }

  private Map<String, String> race(long millis) throws Exception {
    Path output = folder.resolve("output");
    String classes = Stream.of(Backend.class, SqliteBackendProvider.class, JDBC.class, TwoLoaders.class)
        .map(SecondClassLoaderTest::place).collect(Collectors.joining(File.pathSeparator));
    Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-cp",
        classes,
        "-XX:ErrorFile=" + folder.resolve("crash"), "--enable-native-access=ALL-UNNAMED", TwoLoaders.class.getName(),
        folder.resolve("location").toString(), Long.toString(millis))
        .redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      assertTrue(process.waitFor(50, TimeUnit.SECONDS), "it does not end");
      String text = Files.readString(output);
      assertEquals(0, process.exitValue(), text);
      return text.lines().map(line -> line.split(" ")).collect(Collectors.toMap(of -> of[0], of -> of[1]));
    } finally {
      process.destroyForcibly();
    }
  }

  private static String place(Class<?> type) {
    try {
      String name = type.getName().replace('.', '/') + ".class";
      String url = type.getResource("/" + name).toURI().toString();
      return url.startsWith("jar:")
          ? Path.of(URI.create(url.substring(4, url.indexOf("!/")))).toString()
          : Path.of(URI.create(url.substring(0, url.length() - name.length()))).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
