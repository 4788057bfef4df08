package dev.cairn.impl.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.impl.ChildPath;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Inspects the inspectors: a build whose pipelined actors answer too early is caught by their tests. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class EarlyAnswerTest {
  private static final Path SOURCE = Path.of("src/main/java/dev/cairn/impl/journal/Pipeline.java");
  private static final String RIGHT = "Link last = newest;";
  private static final String WRONG = "Link last = null;";

  @TempDir
  Path folder;

  @Test
  void an_answer_that_leaves_before_its_event_is_durable_is_caught() throws Exception {
    assumeTrue(ToolProvider.findFirst("javac").isPresent(), "a runtime without a compiler");
    String path = sabotaged() + ":" + ChildPath.ofThisJvm();
    Path output = folder.resolve("output");
    Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dkryo.unsafe=false", "-Dmodel.steps=1000", "-cp", path,
        EarlyAnswers.class.getName(), folder.toString()).redirectError(folder.resolve("errors").toFile())
        .redirectOutput(output.toFile()).start();
    try {
      assertTrue(child.waitFor(4, TimeUnit.MINUTES), "it hangs");
      assertEquals(List.of("what leaves: caught", "model: caught", "fault points: caught"),
          Files.readAllLines(output), () -> "see " + folder);
    } finally {
      child.destroyForcibly();
    }
  }

  /** Where the pipeline stands whose answers wait for nothing. */
  private Path sabotaged() throws Exception {
    String right = Files.readString(SOURCE);
    assertEquals(2, right.split(RIGHT, -1).length, "'" + RIGHT + "' stands once in " + SOURCE);
    Path source = Files.writeString(folder.resolve("Pipeline.java"), right.replace(RIGHT, WRONG));
    Path classes = Files.createDirectory(folder.resolve("classes"));
    StringWriter said = new StringWriter();
    assertEquals(0, ToolProvider.findFirst("javac").orElseThrow().run(new PrintWriter(said), new PrintWriter(said),
        "-proc:none", "-nowarn", "-d", classes.toString(), "-cp", ChildPath.ofThisJvm(), source.toString()),
        said::toString);
    return classes;
  }
}
