package dev.cairn.cli.print;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LinesTest {

  @Test
  void every_line_ends_with_a_line_feed() {
    var text = new StringWriter();
    var lines = new Lines(new PrintWriter(text));
    lines.print("one");
    lines.print("two");
    lines.flush();
    assertEquals("one\ntwo\n", text.toString());
  }

  @Test
  void the_work_ends_soon_after_the_reader_went_away() {
    var lines = new Lines(new PrintWriter(new ClosedPipe()));
    var printed = new AtomicInteger();
    assertThrows(ReaderGone.class, () -> IntStream.range(0, 1_000_000).forEach(i -> {
      lines.print("line");
      printed.incrementAndGet();
    }));
    assertTrue(printed.get() < 10_000, printed::toString);
  }

  /** What {@code head} leaves behind. */
  private static final class ClosedPipe extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("Broken pipe");
    }
  }
}
