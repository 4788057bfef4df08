package dev.cairn.impl.backend;

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

/** Two copies of the native library in one process. */
@Timeout(60)
class SecondClassLoaderTest {

  @TempDir
  Path folder;

  /**
   * Two copies of SQLite take each other's locks away, and shorten files that the other one has mapped, which crashes
   * the process. So the second one must not get near the folder.
   */
  @Test
  void a_second_class_loader_is_refused_by_sqlite_in_every_mode_before_its_engine_touches_a_file() throws Exception {
    assertEnds(Set.of("READ-Locked", "WRITE-Locked"), "dev.cairn.backend.sqlite.SqliteBackendProvider",
        "org.sqlite.JDBC");
  }

  @Test
  void a_second_class_loader_of_rocksdb_reads_beside_the_first_and_is_refused_to_write() throws Exception {
    assertEnds(Set.of("READ-opened", "WRITE-Locked"), "dev.cairn.backend.rocksdb.RocksdbBackendProvider",
        "org.rocksdb.RocksDB");
  }

  private void assertEnds(Set<String> ends, String provider, String engine) throws Exception {
    Map<String, String> said = race(provider, engine, 2000);
    assertEquals(ends, said.keySet().stream().filter(how -> how.contains("-")).collect(Collectors.toSet()),
        said::toString);
    assertEquals(said.get("acknowledged"), said.get("readable"), said::toString);
    assertEquals("1", said.get("afterwards"), said::toString);
  }

  private Map<String, String> race(String provider, String engine, long millis) throws Exception {
    Path output = folder.resolve("output");
    String classes = Stream.of(Backend.class, named(provider), named(engine), TwoLoaders.class)
        .map(SecondClassLoaderTest::place).collect(Collectors.joining(File.pathSeparator));
    Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-cp",
        classes,
        "-XX:ErrorFile=" + folder.resolve("crash"), "--enable-native-access=ALL-UNNAMED", TwoLoaders.class.getName(),
        provider, folder.resolve("location").toString(), Long.toString(millis))
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

  /** Found, and not made ready: its native library is loaded by the child alone. */
  private static Class<?> named(String name) throws ClassNotFoundException {
    return Class.forName(name, false, SecondClassLoaderTest.class.getClassLoader());
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
