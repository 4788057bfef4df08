package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who runs one process has nothing of Pekko and Scala, and who runs several finds all that it needs in one folder. */
final class ClusterFolderIT {
  private static final Path HOME = Distribution.built().home();
  private static final Path CLUSTER = HOME.resolve("cluster");

  @Test
  void only_the_folder_cluster_has_what_the_placement_needs() throws IOException {
    Set<String> needed = names(CLUSTER);
    assertTrue(needed.stream().anyMatch(name -> name.startsWith("cairn-cluster-pekko")), () -> "" + needed);
    assertTrue(needed.stream().anyMatch(name -> name.startsWith("pekko-cluster-sharding")), () -> "" + needed);
    Set<String> elsewhere = jars().filter(jar -> !jar.startsWith(CLUSTER)).map(jar -> jar.getFileName().toString())
        .filter(name -> !name.startsWith("slf4j-")).collect(Collectors.toCollection(TreeSet::new));
    elsewhere.retainAll(needed);
    assertEquals(Set.of(), elsewhere);
    assertEquals(List.of(), jars().filter(jar -> !jar.startsWith(CLUSTER)).map(jar -> jar.getFileName().toString())
        .filter(name -> name.matches("(pekko|scala|akka|config-|agrona).*")).toList());
  }

  @Test
  void the_modules_of_one_process_are_the_ones_that_they_were() throws IOException {
    Set<String> kinds = names(HOME.resolve("modules")).stream().map(name -> name.replaceFirst("-[0-9].*", ""))
        .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(new TreeSet<>(Set.of("cairn", "cairn-api", "cairn-impl", "cairn-spi", "bcprov-jdk18on", "fastcsv",
        "gson", "jline-native", "jline-terminal", "jspecify", "kryo5", "picocli", "progressbar", "xz")), kinds);
  }

  @Test
  void the_folder_has_no_native_library_for_data_on_a_disk() throws IOException {
    assertEquals(List.of(), names(CLUSTER).stream().filter(name -> name.matches("(lmdb|jnr|jffi|asm).*")).toList());
  }

  @Test
  @Timeout(60)
  void the_folder_and_the_modules_are_one_module_path_without_a_package_in_two_jars() throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    var child = new ProcessBuilder(java.toString(), "-XX:TieredStopAtLevel=1", "-p",
        HOME.resolve("modules") + ":" + HOME.resolve("backends/postgresql") + ":" + CLUSTER, "--validate-modules")
        .redirectErrorStream(true).start();
    String said = new String(child.getInputStream().readAllBytes());
    assertTrue(child.waitFor(30, TimeUnit.SECONDS));
    assertEquals(0, child.exitValue(), said);
  }

  private static Set<String> names(Path folder) throws IOException {
    try (Stream<Path> jars = Files.list(folder)) {
      return jars.map(jar -> jar.getFileName().toString()).filter(name -> name.endsWith(".jar"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static Stream<Path> jars() throws IOException {
    try (Stream<Path> files = Files.walk(HOME)) {
      return files.filter(file -> file.toString().endsWith(".jar")).toList().stream();
    }
  }
}
