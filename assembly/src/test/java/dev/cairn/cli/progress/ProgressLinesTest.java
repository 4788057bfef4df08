package dev.cairn.cli.progress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProgressLinesTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Test
  void there_is_one_line_for_each_tenth() {
    steps(0, 1_000);
    assertEquals(10, lines().size());
    assertTrue(lines().get(0).startsWith("Booking  10 %  100 of 1,000 rows, "), lines().get(0));
  }

  @Test
  void what_was_done_before_gets_no_line() {
    steps(750, 1_000);
    assertEquals(List.of(80, 90, 100),
        lines().stream().map(line -> Integer.parseInt(line.substring(8, 11).strip())).toList());
  }

  private void steps(long from, long to) {
    try (var progress = new ProgressLines(new PrintStream(bytes, true, UTF_8)).begin("Booking", from, to, "rows")) {
      for (long done = from; done <= to; done++) {
        progress.stepTo(done);
      }
    }
  }

  private List<String> lines() {
    return bytes.toString(UTF_8).lines().toList();
  }
}
