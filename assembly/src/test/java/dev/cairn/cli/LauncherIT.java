package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/cairn}: from anywhere, under any name, with whatever Java is around. */
final class LauncherIT {

  @TempDir
  private Path folder;

  @Test
  void it_finds_its_distribution_through_links() throws IOException {
    var copy = Distribution.built().copyTo(folder.resolve("cairn"));
    Path links = Files.createDirectory(folder.resolve("links"));
    Path absolute = Files.createSymbolicLink(links.resolve("one"), copy.launcher());
    Path relative = Files.createSymbolicLink(folder.resolve("two"), Path.of("links/one"));
    assertVersion(Launch.cairn(absolute, folder, "--version"));
    assertVersion(Launch.cairn(relative, folder, "--version"));
    assertVersion(Launch.cairn(Path.of("../two"), links, "--version"));
  }

  @Test
  void it_works_in_a_folder_with_spaces_on_data_with_spaces() throws IOException {
    Path spaced = Files.createDirectory(folder.resolve("a folder of mine"));
    var copy = Distribution.built().copyTo(spaced.resolve("cairn of mine"));
    Path input = Files.writeString(spaced.resolve("my bank.csv"), "account,type,amount\n1,credit,7.00\n2,debit,1.00\n");
    var demo =
        Launch.cairn(copy.launcher(), spaced, "demo", "--input", input, "--data", "my data", "--json").run().done();
    assertEquals(0, demo.summary().get("balances_wrong").getAsLong());
    assertEquals(2, demo.summary().get("balances_checked").getAsLong());
  }

  /** A shell says the names: the JVM of this test may not be able to. */
  @Test
  void without_a_locale_it_reads_names_that_are_not_ascii() throws IOException {
    Path script = Files.writeString(folder.resolve("script"), """
        mkdir 'Bücher' && cd 'Bücher' && printf 'account,type,amount\\nZoë,credit,7.00\\n' > 'übung.csv' &&
        "$1" demo --input 'übung.csv' --data 'Ö l' --json && "$1" events 'Ö l' 'Zoë' --json
        """);
    var launch = Launch.cairn(Path.of("/bin/sh"), folder, script, Distribution.built().launcher()).with("LC_ALL", "C");
    assertEquals(1, launch.run().done().summary().getAsJsonObject("fields").get("row").getAsLong());
  }

  @Test
  void a_locale_that_is_not_installed_and_an_exported_cdpath_do_no_harm() throws IOException {
    Path script = Files.writeString(folder.resolve("script"), """
        printf 'account,type,amount\\né,credit,7.00\\n' > in.csv &&
        "$1" demo --input in.csv --data d --json > /dev/null && "$1" events d 'é' --json
        """);
    var launch = Launch.cairn(Path.of("/bin/sh"), folder, script, Distribution.built().launcher())
        .with("LC_ALL", "xx_XX.UTF-8").with("CDPATH", folder.getParent().toString());
    assertEquals(1, launch.run().done().summary().get("sequence").getAsLong());
  }

  @Test
  void a_distribution_below_a_colon_says_that_java_cannot_read_it() throws IOException {
    Path colon = Files.createDirectory(folder.resolve("a:b"));
    var copy = Distribution.built().copyTo(colon.resolve("cairn"));
    String error = Launch.cairn(copy.launcher(), folder, "--version").run().with(2).error();
    assertTrue(error.contains("colon") && error.contains("a:b"), error);
  }

  @Test
  void a_java_home_that_is_too_old_is_passed_over() throws IOException {
    Path old = folder.resolve("jdk-17");
    Files.createDirectories(old.resolve("bin"));
    Files.writeString(old.resolve("release"), "IMPLEMENTOR=\"Test\"\nJAVA_VERSION=\"17.0.9\"\n");
    Path java = Files.writeString(old.resolve("bin/java"), "#!/bin/sh\necho too old\nexit 7\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    String path = System.getProperty("java.home") + "/bin:" + System.getenv("PATH");
    assertVersion(Launch.cairn(folder, "--version").with("JAVA_HOME", old.toString()).with("PATH", path));
    assertVersion(
        Launch.cairn(folder, "--version").with("JAVA_HOME", folder.resolve("none").toString()).with("PATH", path));
  }

  @Test
  void the_java_of_java_home_is_taken_where_it_is_new_enough() throws IOException {
    Path home = folder.resolve("jdk-99");
    Files.createDirectories(home.resolve("bin"));
    Path java = Files.writeString(home.resolve("bin/java"),
        "#!/bin/sh\ncase $1 in -version) echo 'test version \"99.0.1\"' >&2;; *) echo taken;; esac\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertEquals(List.of("taken"),
        Launch.cairn(folder, "--version").with("JAVA_HOME", home.toString()).run().done().out());
  }

  /** Every JDK of this machine is too old for a launcher that needs release 99. */
  @Test
  void without_a_jdk_that_is_new_enough_it_says_which_ones_are_there_and_how_to_get_one() throws IOException {
    Path launcher = folder.resolve("cairn");
    String script = Files.readString(Distribution.built().launcher());
    Files.writeString(launcher, script.replaceFirst("\nneeded=\\d+\n", "\nneeded=99\n"));
    String error = Launch.cairn(Path.of("/bin/sh"), folder, launcher, "--version").run().with(2).error();
    for (String word : List.of("needs a JDK 99", "JAVA_HOME", "apt install", "Older ones are there: ",
        " in " + System.getProperty("java.home"))) {
      assertTrue(error.contains(word), () -> word + " is not in:\n" + error);
    }
  }

  @Test
  void help_lists_the_commands_and_the_exit_codes() {
    String help = String.join("\n", Launch.cairn(folder, "--help").run().done().out());
    for (String word : List.of("demo", "backends", "ls", "events", "Exit codes")) {
      assertTrue(help.contains(word), () -> word + " is not in:\n" + help);
    }
  }

  @Test
  void backends_are_found_in_their_folders() {
    var backends = Launch.cairn(folder, "backends", "--json").run().done().json();
    assertEquals(List.of("memory true", "postgresql true", "rocksdb true", "sqlite true"), backends.stream()
        .map(backend -> backend.get("name").getAsString() + " " + backend.get("usable").getAsBoolean()).sorted()
        .toList());
  }

  @Test
  void wrong_use_and_what_is_not_there_end_with_2() {
    var nonsense = Launch.cairn(folder, "nonsense").run().with(2);
    assertTrue(nonsense.error().contains("nonsense"), nonsense::error);
    var nowhere = Launch.cairn(folder, "compact", "nowhere").run().with(2);
    assertTrue(nowhere.error().contains("nowhere"), nowhere::error);
    assertEquals(List.of(), nowhere.out());
  }

  private static void assertVersion(Launch launch) {
    var ended = launch.run().done();
    assertEquals(List.of("cairn " + System.getProperty("cairn.version")), ended.out());
    assertEquals(List.of(), ended.err());
  }
}
