package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The first way in: jars on the module path, with the command of the README. {@link FrontDoorIT} shows that its program
 * remembers.
 */
final class ModulePathIT {

  @TempDir
  private Path folder;

  @Test
  void what_it_stored_is_shown_as_the_readme_says() {
    example();
    var events = Launch.cairn(folder, "events", "cairn-data", "42", "--json").run().done().json();
    assertEquals(1, events.size());
    assertEquals("{\"cents\":100}", events.getFirst().get("fields").toString());
  }

  @Test
  void its_module_is_named_and_opens_nothing() {
    ModuleDescriptor module = ModuleFinder.of(Distribution.example()).find("dev.cairn.examples.account").orElseThrow()
        .descriptor();
    assertFalse(module.isAutomatic());
    assertFalse(module.isOpen());
    assertEquals(Set.of(), module.opens());
    assertEquals(Set.of(), module.exports());
  }

  @Test
  void an_actor_compiles_against_the_jars_of_the_distribution_alone() throws IOException {
    Path module =
        Files.writeString(folder.resolve("module-info.java"), "module my.account { requires dev.cairn.api; }");
    Path root = Path.of(System.getProperty("cairn.root"));
    Path source = root.resolve("examples/account/src/main/java/dev/cairn/examples/account/Account.java");
    var said = new StringWriter();
    int code =
        ToolProvider.findFirst("javac").orElseThrow().run(new PrintWriter(said), new PrintWriter(said), "-Xlint:all",
            "-p", Path.of(System.getProperty("cairn.home")).resolve("modules").toString(), "-d",
            folder.resolve("classes").toString(), module.toString(), source.toString());
    assertEquals("", said.toString());
    assertEquals(0, code);
  }

  private Child.Ended example() {
    var ended = example(folder, "sqlite").done();
    assertEquals(List.of(), ended.err());
    return ended;
  }

  /** Runs the README's program with some of the backends. */
  static Child.Ended example(Path folder, String... backends) {
    String path = Distribution.example() + ":" + Distribution.built().modulePath(backends);
    var launch = Launch.java(folder, "-p", path);
    if (List.of(backends).contains("sqlite")) {
      launch = launch.and("--enable-native-access=org.xerial.sqlitejdbc");
    }
    return launch.and("-m", "dev.cairn.examples.account/dev.cairn.examples.account.Main").run();
  }
}
