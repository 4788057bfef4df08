package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.cli.child.ExampleInFelix;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The three ways in, from the zip: one small program, four backends, and the same bytes behind each door. */
@Order(5)
final class FrontDoorIT {
  private static final Map<String, Map<String, String>> CELLS = new TreeMap<>();

  @TempDir
  private static Path unpacked;

  private static Distribution distribution = Distribution.built();

  @TempDir
  private Path folder;

  @BeforeAll
  static void unpack() throws IOException {
    try (ZipFile zip = new ZipFile(Distribution.zip().toFile())) {
      for (ZipEntry entry : zip.stream().filter(each -> !each.isDirectory()).toList()) {
        Path file = unpacked.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        try (InputStream bytes = zip.getInputStream(entry)) {
          Files.copy(bytes, file);
        }
      }
    }
    try (var roots = Files.list(unpacked)) {
      distribution = new Distribution(roots.filter(root -> Files.exists(root.resolve("modules"))).findFirst()
          .orElse(unpacked));
    }
  }

  @ParameterizedTest(name = "{1} on the {0}")
  @CsvSource({ "module path,memory", "module path,sqlite", "module path,rocksdb", "module path,postgresql",
      "plugin folder,memory", "plugin folder,sqlite", "plugin folder,rocksdb", "plugin folder,postgresql",
      "OSGi,memory", "OSGi,sqlite", "OSGi,rocksdb", "OSGi,postgresql" })
  void the_program_of_the_readme_remembers_its_balance(String door, String backend) {
    CELLS.computeIfAbsent(door, row -> new TreeMap<>()).put(backend, "RED");
    Launch launch = switch (door) {
      case "module path" -> modulePath(backend);
      case "plugin folder" -> pluginFolder(backend);
      default -> osgi(backend);
    };
    if (backend.equals("postgresql")) {
      launch = DatabaseServer.with(launch, door.replace(' ', '_').toLowerCase(Locale.ROOT));
    }
    assertEquals(List.of("account 42 holds 100 cents"), said(launch));
    String again = backend.equals("memory") ? "100" : "200"; // memory keeps nothing, and says so
    assertEquals(List.of("account 42 holds " + again + " cents"), said(launch));
    CELLS.get(door).put(backend, "green");
  }

  @AfterAll
  static void printTheTable() throws IOException {
    var table = new StringBuilder(row("", "memory", "sqlite", "rocksdb", "postgresql"));
    CELLS.forEach((door, cells) -> table.append(row(door, cells.get("memory"), cells.get("sqlite"),
        cells.get("rocksdb"), cells.get("postgresql"))));
    System.out.print(table);
    Files.writeString(Distribution.zip().resolveSibling("front-door.txt"), table);
  }

  private Launch modulePath(String backend) {
    String natives = Map.of("sqlite", "org.xerial.sqlitejdbc", "rocksdb", "rocksdbjni").get(backend);
    var launch = Launch.java(folder, "-p", Distribution.example() + ":" + distribution.modulePath(backend));
    return (natives == null ? launch : launch.and("--enable-native-access=" + natives))
        .and("-m", "dev.cairn.examples.account/dev.cairn.examples.account.Main");
  }

  private Launch pluginFolder(String backend) {
    return Launch.java(folder, "-p", Distribution.example() + ":" + distribution.modules(),
        "--enable-native-access=dev.cairn.impl", "--add-modules=ALL-DEFAULT",
        "-Dcairn.backends=" + distribution.home().resolve("backends"), "-m",
        "dev.cairn.examples.account/dev.cairn.examples.account.Main").with("CAIRN_BACKEND", backend);
  }

  /** SQLite is found among all backends; each other one is alone, since a new framework copies its bundles. */
  private Launch osgi(String backend) {
    String all = backend.equals("sqlite") ? "memory sqlite rocksdb postgresql" : backend;
    return OsgiIT.inFelix(folder, ExampleInFelix.class).and("felix")
        .and(distribution.bundles(all.split(" ")).toArray())
        .and(Distribution.example()).with("CAIRN_BACKEND", backend);
  }

  private static List<String> said(Launch launch) {
    var ended = launch.run().done();
    assertEquals("", OsgiIT.withoutFelix(ended.error()));
    return ended.out();
  }

  private static String row(Object... cells) {
    return String.format(Locale.ROOT, "%-14s %-8s %-8s %-8s %-8s%n", cells);
  }
}
