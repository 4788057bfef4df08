package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.cli.child.StoreHolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The state of an actor folded with the classes in a jar of its author. */
final class FoldIT {

  @TempDir
  private static Path written;

  @TempDir
  private Path folder;

  @BeforeAll
  static void the_example_writes_once() {
    ModulePathIT.example(written, "sqlite").done();
  }

  @BeforeEach
  void copy_what_it_wrote() throws IOException {
    Path from = written.resolve("cairn-data");
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve("cairn-data").resolve(from.relativize(file).toString()));
      }
    }
  }

  @Test
  void a_package_private_type_in_a_module_that_opens_nothing_folds_to_the_end_and_nothing_is_written()
      throws IOException {
    ModulePathIT.example(folder, "sqlite").done();
    byte[] before = Files.readAllBytes(folder.resolve("cairn-data/cairn.sqlite"));
    var lines = fold("cairn-data", "42", Distribution.example()).done().out();
    assertEquals(List.of("/account/42 folded through 2", "AccountState cents=200"), lines);
    var state = Launch.cairn(folder, "state", "cairn-data", "42", "--app", Distribution.example(), "--json").run()
        .done().json().getFirst();
    assertEquals("{\"cents\":200}", state.get("fields").toString());
    assertEquals("AccountState", state.get("state_type").getAsString());
    assertEquals(List.of(2L, 2L), List.of(state.get("last_sequence").getAsLong(),
        state.get("folded_through").getAsLong()));
    assertArrayEquals(before, Files.readAllBytes(folder.resolve("cairn-data/cairn.sqlite")));
  }

  @Test
  void a_jar_that_is_no_module_folds_beside_a_live_writer_what_no_snapshot_holds() {
    Path notes = notes();
    try (Child holder = Launch.program(folder, StoreHolder.class, "data", "sqlite").start()) {
      holder.await("open");
      assertTrue(Launch.cairn(folder, "state", folder.resolve("data"), "held").here().done().out().getFirst()
          .contains("has no snapshot"));
      assertEquals(List.of("/notebook/held folded through 1", "Notes count=1 sum=1 last=1"),
          fold("data", "held", notes).done().out());
      assertEquals(List.of("closed"), holder.dismiss().done().out());
    }
  }

  @Test
  void a_jar_that_spring_boot_has_packed_is_looked_into() throws IOException {
    Path packed = folder.resolve("packed.jar");
    Path inside = folder.resolve("inside");
    Files.createDirectories(inside.resolve("BOOT-INF/lib"));
    Files.createDirectories(inside.resolve("BOOT-INF/classes/empty"));
    Files.copy(Distribution.example(), inside.resolve("BOOT-INF/lib/account.jar"));
    assertEquals(0, ToolProvider.findFirst("jar").orElseThrow().run(System.out, System.err, "--create", "--file",
        packed.toString(), "-C", inside.toString(), "BOOT-INF"));
    assertEquals(List.of("/account/42 folded through 1", "AccountState cents=100"),
        fold("cairn-data", "42", packed).done().out());
  }

  @Test
  void a_jar_without_the_type_is_told_with_the_types_it_has() {
    var other = fold("cairn-data", "42", notes()).with(2);
    assertTrue(other.error().contains("main/notebook"), other::error);
    assertTrue(other.error().contains("'account'"), other::error);
    assertTrue(other.error().contains("BrokenType") && other.error().contains("org/example/Library"), other::error);
    Path data = folder.resolve("cairn-data");
    Path nothing = Distribution.built().modules().resolve("nothing.jar");
    var none = Launch.cairn(folder, "state", data, "42", "--app", nothing).here().with(2);
    assertTrue(none.error().contains("nothing.jar"), none::error);
    var without = fold("cairn-data", "42", Distribution.built().modules().resolve("cairn-api-"
        + System.getProperty("cairn.version") + ".jar")).with(2);
    assertTrue(without.error().contains("There is no actor type at all"), without::error);
    Path noJar = Distribution.built().home().resolve("conf/java.args");
    var text = Launch.cairn(folder, "state", data, "42", "--app", noJar).here().with(2);
    assertTrue(text.error().contains("java.args"), text::error);
  }

  @Test
  void a_module_without_its_library_is_told_by_its_name() {
    var needy = Distribution.built().backend("sqlite").resolve(
        "cairn-backend-sqlite-" + System.getProperty("cairn.version") + ".jar");
    var told = fold("cairn-data", "42", needy).with(2);
    assertTrue(told.error().contains("org.xerial.sqlitejdbc") && told.error().contains("Give the libraries"),
        told::error);
  }

  private Child.Ended fold(String data, String actor, Path jar) {
    return Launch.cairn(folder, "state", data, actor, "--app", jar).run();
  }

  private Path notes() {
    Path jar = folder.resolve("notes.jar");
    assertEquals(0, ToolProvider.findFirst("jar").orElseThrow().run(System.out, System.err, "--create", "--file",
        jar.toString(), "-C", Distribution.programs().toString(), "dev/cairn/cli/child"));
    return jar;
  }
}
