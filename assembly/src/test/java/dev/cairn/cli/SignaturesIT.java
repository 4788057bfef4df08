package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The public signatures of what others compile against stand in {@code docs/signatures}, one file a module. A change
 * that is meant is written there by {@code mvn verify -Dsignatures.write}, so a review sees it.
 */
final class SignaturesIT {
  private static final Path FILES = Path.of(System.getProperty("cairn.root"), "docs", "signatures");

  @ParameterizedTest
  @ValueSource(strings = { "dev.cairn.api", "dev.cairn.spi", "dev.cairn.testkit", "dev.cairn.tck" })
  void a_module_shows_what_is_written_down(String module) throws IOException {
    Path file = FILES.resolve(module + ".txt");
    String built = signatures(module);
    if (System.getProperty("signatures.write") != null) {
      Files.createDirectories(FILES);
      Files.writeString(file, built);
    }
    assertEquals(Files.readString(file), built, file + " no longer fits; if the change is meant, see CONTRIBUTING.md");
  }

  private static String signatures(String module) throws IOException {
    BuiltJar jar = BuiltJar.all().stream().filter(each -> each.name().equals(module)).findFirst().orElseThrow();
    Set<String> exported = jar.module().exports().stream().filter(each -> !each.isQualified())
        .map(each -> each.source()).collect(Collectors.toSet());
    try (var opened = new JarFile(jar.path().toFile())) {
      String[] classes = opened.stream().map(JarEntry::getName).filter(name -> name.endsWith(".class"))
          .map(name -> name.substring(0, name.length() - 6).replace('/', '.'))
          .filter(name -> exported.contains(name.substring(0, Math.max(0, name.lastIndexOf('.')))))
          .filter(name -> !name.endsWith("package-info") && !name.matches(".*\\$\\d.*")).sorted()
          .toArray(String[]::new);
      return print(jar.path(), classes);
    }
  }

  /** What is neither public nor protected is not printed; a class that is neither is left out whole. */
  private static String print(Path jar, String[] classes) {
    return Stream.of(classes).map(name -> javap(jar, name)).filter(text -> text.matches("(?s)(public|protected) .*"))
        .collect(Collectors.joining("\n"));
  }

  private static String javap(Path jar, String name) {
    var printed = new StringWriter();
    try (var out = new PrintWriter(printed)) {
      ToolProvider.findFirst("javap").orElseThrow().run(out, out, "-protected", "-cp", jar.toString(), name);
    }
    return printed.toString().replaceFirst("^Compiled from .*\\R", "").replaceAll("\\R", "\n");
  }
}
