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
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The walk of {@code docs/operating.md}, word for word. */
@Order(1)
@Timeout(value = 11, unit = TimeUnit.MINUTES)
final class OperatingIT {
  private static final Pattern BLOCK = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern HAND_OVER = Pattern.compile("```java\\n([^`]*StoreHandover[^`]*)```");
  private static final String PROGRAM = """
      import dev.cairn.api.*;
      import java.nio.file.Path;
      import java.util.List;

      class HandOver {
        public static void main(String[] args) {
          try (var system = ActorSystem.builder().data(Path.of("data")).backend("sqlite").open()) {
            var note = NewEvent.of(new TypedBytes("note", new byte[1]));
            var notes = system.streams("main").stream(StreamType.bytes("notes"), "one");
            notes.append(0, List.of(note));
            %s
            notes.append(1, List.of(note));
          }
        }
      }
      """;
  private static final int ROWS = 1_500;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @TempDir
  private Path folder;

  @Test
  void the_walk_of_the_documentation_ends_well() throws IOException {
    BankFile.of(ROWS).writeTo(folder.resolve("bank.csv"));
    String page = page();
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

  /** The JVM compiles the program as it starts. */
  @Test
  void the_lines_of_the_documentation_hand_a_running_program_over() throws IOException {
    String lines = HAND_OVER.matcher(page()).results().findFirst().orElseThrow().group(1);
    Path source = Files.writeString(folder.resolve("HandOver.java"), PROGRAM.formatted(lines));
    Distribution built = Distribution.built();
    String jars = Stream.of(built.modules(), built.backend("sqlite"), built.backend("rocksdb"))
        .map(each -> each + "/*").collect(Collectors.joining(":"));
    Child.Ended ended =
        Launch.java(folder, "--enable-native-access=ALL-UNNAMED", "-cp", jars, source.toString()).run();
    assertEquals(0, ended.code(), ended::error);
    assertTrue(ended.out().getFirst().matches("Commits waited for \\d+ ms\\."), ended::error);
    Child.Ended shown = Launch.cairn(folder, "ls", folder.resolve("new-data"), "--json").here();
    assertTrue(shown.out().getFirst().contains("\"last_sequence\":2"), shown::error);
  }

  private static String page() throws IOException {
    return Files.readString(Path.of(System.getProperty("cairn.root"), "docs/operating.md"));
  }

  private static int count(String words, String text) {
    return text.split(Pattern.quote(words), -1).length - 1;
  }
}
