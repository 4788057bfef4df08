package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandLineTest {

  @TempDir
  private Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(
      strings = { "demo", "ls", "events", "backends", "certify", "state", "verify", "stats", "copy", "backup",
          "restore", "readers", "compact", "tail", "bench", "osgi", "completion",
          "schema", "head" })
  void the_help_of_each_command_shows_an_example(String command) {
    var typed = Typed.line(command, "--help");
    assertEquals(0, typed.code());
    assertTrue(typed.out().contains("Example"), typed.out());
    assertTrue(typed.out().contains("  cairn " + command), typed.out());
  }

  @Test
  void the_help_of_all_tells_the_exit_codes_and_hides_what_is_for_machines() {
    var typed = Typed.line("--help");
    assertEquals(0, typed.code());
    assertTrue(typed.out().contains("held by another process"), typed.out());
    assertFalse(typed.out().contains("manual"), typed.out());
    assertFalse(Typed.line("demo", "--help").out().contains("--act"));
  }

  @ParameterizedTest
  @ValueSource(strings = { "frobnicate", "ls", "events x", "demo --nonsense", "ls a b", "demo --input", "certify" })
  void wrong_use_is_told_on_stderr_and_ends_with_two(String line) {
    var typed = Typed.line(line.split(" "));
    assertEquals(2, typed.code());
    assertEquals("", typed.out());
    assertTrue(typed.err().contains("--help"), typed.err());
  }

  @Test
  void every_subcommand_is_found_by_its_own_name_alone_or_among_all() {
    assertEquals(Subcommands.NAMES, List.copyOf(Cairn.line().getSubcommands().keySet()));
    for (String name : Subcommands.NAMES) {
      var line = Cairn.line(name);
      assertEquals(name, line.getSubcommands().get(name).getCommandName());
      assertEquals(Subcommands.standsAlone(name) ? 1 : Subcommands.NAMES.size(), line.getSubcommands().size());
    }
  }

  @Test
  void an_error_of_the_jvm_is_no_finding_and_shows_its_trace_only_on_request() {
    var told = new StringWriter();
    var line = Cairn.line().setErr(new PrintWriter(told));
    assertEquals(2, Trouble.reportError(new OutOfMemoryError("Java heap space"), line, false));
    assertTrue(told.toString().contains("Java heap space") && !told.toString().contains("\tat "), told.toString());
    Trouble.reportError(new OutOfMemoryError("Java heap space"), line, true);
    assertTrue(told.toString().contains("\tat "), told.toString());
  }

  @Test
  void a_key_file_that_holds_no_key_or_is_open_to_others_is_refused_and_nothing_is_stored() throws Exception {
    Path key = Files.write(folder.resolve("key"), new byte[31]);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    var short31 = Typed.line("demo", "--key-file", key.toString(), "--data", folder.resolve("data").toString());
    assertEquals(2, short31.code());
    assertTrue(short31.err().contains(key + " holds no key"), short31.err());
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    var open = Typed.line("demo", "--key-file", "7=" + key, "--data", folder.resolve("data").toString());
    assertEquals(2, open.code());
    assertTrue(open.err().contains("chmod 600 " + key), open.err());
    assertFalse(Files.exists(folder.resolve("data")));
  }

  @Test
  void a_bad_row_is_told_with_its_place_and_nothing_is_stored() throws Exception {
    var input = Files.writeString(folder.resolve("bad.csv"), "account,type,amount\n7,credit,1.00\n7,credit,x\n");
    var typed =
        Typed.line("demo", "--no-halt", "--input", input.toString(), "--data", folder.resolve("data").toString());
    assertEquals(2, typed.code());
    assertEquals("", typed.out());
    assertTrue(typed.err().startsWith(input + ":3: the amount is 'x'"), typed.err());
    assertFalse(Files.exists(folder.resolve("data")));
  }

  @Test
  void an_error_has_a_stack_trace_only_if_it_was_asked_for() {
    String missing = folder.resolve("missing.csv").toString();
    assertFalse(Typed.line("demo", "--no-halt", "--input", missing).err().contains("\tat "));
    assertTrue(Typed.line("demo", "--no-halt", "--input", missing, "--trace").err().contains("\tat "));
    assertTrue(Typed.line("--trace", "demo", "--no-halt", "--input", missing).err().contains("\tat "));
  }
}
