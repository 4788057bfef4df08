package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.cli.child.ExampleInFelix;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The third way in, the same jars as bundles in Felix, beside the first. {@link FrontDoorIT} has each alone. */
final class OsgiIT {

  /** What newer JVMs say about Felix itself; no flag that release 21 knows turns it off. */
  private static final Pattern OF_FELIX = Pattern.compile("""
      WARNING: A terminally deprecated method in sun.misc.Unsafe has been called
      WARNING: sun.misc.Unsafe::\\w+ has been called by (org.apache.felix.framework.util.SecureAction) .*
      WARNING: Please consider reporting this to the maintainers of class \\1
      WARNING: sun.misc.Unsafe::\\w+ will be removed in a future release""");

  @TempDir
  private Path folder;

  @Test
  void bundles_and_modules_go_on_with_the_same_bytes_which_the_command_line_reads() {
    ModulePathIT.example(folder, "sqlite").done();
    assertEquals(List.of("account 42 holds 200 cents"), felix().out());
    assertEquals(List.of("account 42 holds 300 cents"), ModulePathIT.example(folder, "sqlite").done().out());
    var events = Launch.cairn(folder, "events", folder.resolve("cairn-data"), "42", "--json").here().done().json();
    assertEquals(List.of("{\"cents\":100}", "{\"cents\":100}", "{\"cents\":100}"),
        events.stream().map(event -> event.get("fields").toString()).toList());
  }

  private Child.Ended felix() {
    var ended = inFelix(folder, ExampleInFelix.class).and("felix").and(Distribution.built().bundles().toArray())
        .and(Distribution.example()).run().done();
    assertEquals("", withoutFelix(ended.error()));
    return ended;
  }

  /** A program that starts Felix, on a class path without any of our jars. */
  static Launch inFelix(Path folder, Class<?> program) {
    return Launch.java(folder, "--enable-native-access=ALL-UNNAMED", "-cp",
        Distribution.programs() + File.pathSeparator + Distribution.built().framework(), program.getName());
  }

  /** What was said on stderr by others than the framework. */
  static String withoutFelix(String error) {
    return OF_FELIX.matcher(error).replaceFirst("");
  }
}
