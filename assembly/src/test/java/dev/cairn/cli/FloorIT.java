package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The floor of embedded backends has what at least two of them stand on, as {@code docs/architecture.md} draws it. */
final class FloorIT {
  private static final String FOLDER = "dev/cairn/spi/embedded/";
  private static final Pattern PIECE = Pattern.compile("`([A-Z]\\w+)`");

  @Test
  void at_least_two_backends_stand_on_each_piece() throws IOException {
    List<BuiltJar> backends = BuiltJar.all().stream().filter(BuiltJar::isBackend).toList();
    for (String piece : pieces()) {
      List<String> users = backends.stream().filter(jar -> names(jar, piece)).map(BuiltJar::name).toList();
      assertTrue(users.size() >= 2, () -> piece + " is used by " + users);
    }
  }

  @Test
  void the_drawing_names_each_piece() throws IOException {
    String page = Files.readString(Path.of(System.getProperty("cairn.root"), "docs", "architecture.md"));
    String table = page.substring(page.indexOf("| piece |"), page.indexOf("## The packages of `impl`"));
    Set<String> drawn = table.lines().skip(2).filter(line -> line.startsWith("|")).map(line -> line.split("\\|")[1])
        .flatMap(names -> PIECE.matcher(names).results()).map(name -> name.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(pieces(), drawn);
  }

  /** The public classes of the floor: those of which the signatures speak. */
  private static Set<String> pieces() throws IOException {
    String text = Files.readString(Path.of(System.getProperty("cairn.root"), "docs/signatures/dev.cairn.spi.txt"));
    Set<String> pieces = Pattern.compile("(?m)^public .*(?:class|interface) dev\\.cairn\\.spi\\.embedded\\.(\\w+)[ <]")
        .matcher(text).results().map(name -> name.group(1)).collect(Collectors.toCollection(TreeSet::new));
    assertTrue(pieces.contains("LocationLock"), pieces::toString);
    return pieces;
  }

  private static boolean names(BuiltJar jar, String piece) {
    try (var file = new JarFile(jar.path().toFile())) {
      for (JarEntry entry : file.stream().filter(each -> each.getName().endsWith(".class")).toList()) {
        String pool = new String(file.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1);
        if (Pattern.compile(FOLDER + piece + "\\b").matcher(pool).find()) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
