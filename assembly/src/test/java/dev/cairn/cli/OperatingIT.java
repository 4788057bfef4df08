package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The walk of {@code docs/operating.md}, word for word. */
@Order(1)
@Timeout(value = 11, unit = TimeUnit.MINUTES)
final class OperatingIT {
  private static final Pattern BLOCK = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);
  private static final int ROWS = 1_500;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @TempDir
  private Path folder;

  @Test
  void the_walk_of_the_documentation_ends_well() throws IOException {
    BankFile.of(ROWS).writeTo(folder.resolve("bank.csv"));
    String page = Files.readString(Path.of(System.getProperty("cairn.root"), "docs/operating.md"));
    String walk = BLOCK.matcher(page).results().map(block -> block.group(1)).collect(Collectors.joining());
    Files.writeString(folder.resolve("walk.sh"), walk);
    Launch launch =
        Launch.cairn(Path.of("/bin/sh"), folder, "-e", "walk.sh").with("CAIRN_HOME",
            Distribution.built().home().toString());
    Child.Ended ended;
    try (Child child = launch.start()) {
      child.endsWithin(PATIENCE); // a score of JVMs, one after the other
      ended = child.ended();
    }
    String out = String.join("\n", ended.out());
    assertEquals(0, ended.code(), () -> out + ended.error());
    assertEquals(5, count("balances wrong             0", out), out);
    assertEquals(4, count("no damage", out), out);
    assertEquals(1, count("No reader is registered.", out), out);
    assertEquals(2, count(", 0 are needed", out), out);
    assertEquals(1, count("DAMAGED ", out), out);
    assertEquals(1, count("  left: the actor", out), out);
    assertEquals(4, count(" are the same in ", out), out);
    assertEquals(1, count("standby is a store of the backend sqlite now.", out), out);
    assertTrue(ended.err().stream().noneMatch(line -> line.contains("WARNING")), ended::error);
  }

  private static int count(String words, String text) {
    return text.split(Pattern.quote(words), -1).length - 1;
  }
}
