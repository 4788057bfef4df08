package dev.cairn.impl.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.impl.record.Wire;
import java.util.List;
import org.junit.jupiter.api.Test;

class KindTest {

  @Test
  void every_kind_is_read_as_it_is_printed() {
    for (String text : List.of("boolean", "byte", "short", "int", "long", "char", "double", "float", "string", "bytes",
        "enum", "decimal", "integer", "uuid", "instant", "duration", "local-date", "local-time", "local-date-time",
        "offset-date-time", "zone", "list(long)", "set(enum)", "map(string,list(bytes))", "optional(int)",
        "optional(map(uuid,record(Money)))", "record(Money)", "one-of(Shape)", "list(list(one-of(Shape)))")) {
      assertEquals(text, Kind.parse(text).text());
    }
  }

  @Test
  void what_is_no_kind_is_refused() {
    for (String text : List.of("", "strin", "list", "list(", "list()", "list(long", "list(long))", "map(long)",
        "map(long,)", "optional(optional(long))", "list(optional(long))", "record()", "long ", "long(int)",
        "list(".repeat(20) + "long" + ")".repeat(20), "list(".repeat(100_000))) {
      assertThrows(IllegalArgumentException.class, () -> Kind.parse(text), text);
    }
  }

  @Test
  void an_optional_has_the_wire_of_what_it_holds() {
    assertEquals(Wire.VARINT, Kind.parse("optional(long)").wire());
    assertEquals(Wire.FOUR_BYTES, Kind.parse("optional(float)").wire());
    assertEquals(Wire.BLOCK, Kind.parse("optional(string)").wire());
  }
}
