package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first way in: jars on the module path, with the command of the README. */
final class ModulePathIT {

  @TempDir
  private Path folder;

  @Test
  void the_program_of_the_readme_remembers_its_balance() {
    assertEquals(List.of("account 42 holds 100 cents"), example().out());
    assertEquals(List.of("account 42 holds 200 cents"), example().out());
  }

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
