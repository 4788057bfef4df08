package dev.cairn.cli;

import static dev.cairn.cli.ModulePathIT.example;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.cli.child.StoreHolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which backend is taken, and what is said when that is not clear. Nothing is ever kept in memory instead. */
final class BackendChoiceIT {

  @TempDir
  private Path folder;

  @Test
  void without_a_backend_the_error_names_the_jars_to_add() {
    var ended = example(folder);
    assertRefused(ended, "BackendNotChosen", "cairn-backend-sqlite", "sqlite-jdbc");
  }

  @Test
  void with_two_backends_and_no_choice_the_error_names_both_and_the_line_that_chooses() {
    var ended = example(folder, "memory", "sqlite");
    assertRefused(ended, "BackendNotChosen", "memory", "sqlite", "ActorSystem.builder().backend(\"");
  }

  @Test
  void a_folder_is_opened_by_the_backend_that_wrote_it_although_there_are_two() {
    example(folder, "sqlite").done();
    assertEquals(List.of("account 42 holds 200 cents"), example(folder, "memory", "sqlite").done().out());
  }

  @Test
  void a_folder_without_its_backend_names_the_jars_to_add() {
    example(folder, "sqlite").done();
    var ended = example(folder, "memory");
    assertNotEquals(0, ended.code());
    assertSaid(ended, "BackendNotChosen", "'sqlite'", "cairn-backend-sqlite");
  }

  @Test
  void another_backend_than_the_one_of_the_folder_is_refused() {
    example(folder, "sqlite").done();
    var launch = Launch.java(folder, "-p", Distribution.built().modulePath("memory", "sqlite"),
        "--add-modules=dev.cairn.api", "--enable-native-access=org.xerial.sqlitejdbc", "-cp",
        Distribution.programs().toString(), StoreHolder.class.getName(), "cairn-data");
    try (Child other = launch.and("memory").start()) {
      var ended = other.dismiss();
      assertNotEquals(0, ended.code());
      assertSaid(ended, "StoreRefused", "'sqlite'", "'memory'");
    }
    try (Child same = launch.and("sqlite").start()) {
      assertEquals(List.of("open", "closed"), same.dismiss().done().out());
    }
  }

  private void assertRefused(Child.Ended ended, String... words) {
    assertNotEquals(0, ended.code());
    assertEquals(List.of(), ended.out());
    assertSaid(ended, words);
    assertFalse(Files.exists(folder.resolve("cairn-data")), "something was written");
  }

  private static void assertSaid(Child.Ended ended, String... words) {
    for (String word : words) {
      assertTrue(ended.error().contains(word), () -> "'" + word + "' is not in:\n" + ended.error());
    }
  }
}
