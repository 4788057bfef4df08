package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command line without the folder of the console. */
final class NoConsoleTest {
  @Test
  void it_says_where_the_console_is(@TempDir Path folder) {
    var typed = Typed.line("console", folder.toString());
    assertEquals(2, typed.code());
    assertEquals("The console is not here: it is in the folder 'console' of a distribution, and bin/cairn of that "
        + "distribution finds it.\n", typed.err());
  }
}
