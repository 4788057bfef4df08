package dev.cairn.cli.print;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonParser;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class JsonTest {

  @Test
  void fields_keep_their_order() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("z", 1L);
    fields.put("a", Map.of("inner", List.of(true, "x")));
    assertEquals("{\"z\":1,\"a\":{\"inner\":[true,\"x\"]}}", line(fields));
  }

  @Test
  void numbers_are_exact() {
    assertEquals("9223372036854775807", line(Long.MAX_VALUE));
  }

  @Test
  void what_json_has_no_word_for_becomes_a_text() {
    assertEquals("\"NaN\"", line(Double.NaN));
    assertEquals("\"1970-01-01T00:00:00Z\"", line(Instant.EPOCH));
    assertEquals("\"AQI=\"", line(new byte[] { 1, 2 }));
    assertEquals("null", line(Optional.empty()));
  }

  @Test
  void a_line_cannot_harm_a_terminal_and_still_says_the_same() {
    String evil = "\u001b[2J \u009b \u202e \n \"<'";
    String line = line(evil);
    assertEquals(line, Printable.of(line));
    assertEquals(evil, JsonParser.parseString(line).getAsString());
  }

  private static String line(@Nullable Object value) {
    return Json.line(Json.element(value));
  }
}
