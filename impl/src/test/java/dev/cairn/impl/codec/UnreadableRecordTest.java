package dev.cairn.impl.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.impl.record.UnreadableRecord;
import java.lang.invoke.MethodHandles;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnreadableRecordTest {

  sealed interface Event {}

  record Numbers(int n, boolean bool, char c, byte b) implements Event {}

  record Words(String text, List<String> list, Colour colour, Word word) implements Event {}

  record Picky(int n) implements Event {
    Picky {
      if (n == 0) {
        throw new IllegalArgumentException("zero");
      }
    }
  }

  sealed interface Word {}

  record Noun() implements Word {}

  enum Colour { RED }

  private static final Store STORE = Store.of(MethodHandles.lookup(), Event.class, Event.class);

  @Test
  void an_unknown_type_id_is_refused() {
    for (int id : new int[] { 0, -1, 1, 15, 4711 }) {
      assertThrows(UnreadableRecord.class, () -> STORE.codec().read(id, new byte[0], 0, 0));
    }
  }

  @Test
  void what_is_no_event_is_not_read_as_one() {
    Store store = EvolutionTest.FIRST;
    byte[] bytes = { 4, 2 };
    int money = store.id(EvolutionTest.Money.class);
    int state = store.id(EvolutionTest.State.class);
    assertThrows(UnreadableRecord.class, () -> store.codec().read(Role.EVENT, money, bytes, 0, 2));
    assertThrows(UnreadableRecord.class, () -> store.codec().read(Role.EVENT, state, bytes, 0, 2));
    assertThrows(UnreadableRecord.class, () -> store.codec().read(Role.STATE, money, bytes, 0, 2));
    assertEquals(new EvolutionTest.State(1, null), store.codec().read(Role.STATE, state, bytes, 0, 2));
  }

  @Test
  void a_missing_primitive_is_refused_by_name() {
    refused(Numbers.class, "0402" + "0801" + "1000", "Numbers.c");
    refused(Numbers.class, "", "Numbers.n");
  }

  @Test
  void a_wrong_wire_is_refused_by_name() {
    refused(Numbers.class, "06 01 02", "Numbers.n");
    refused(Words.class, "04 02", "Words.text");
  }

  @Test
  void unknown_doubled_and_disordered_fields_are_refused() {
    refused(Words.class, "1600", "unknown");
    refused(Words.class, "0600" + "0600", "doubled");
    refused(Words.class, "0a0100" + "0600", "order");
    refused(Words.class, "02", "tag 0");
    refused(Words.class, "ffffffff7f", "out of range");
  }

  @Test
  void left_over_bytes_are_refused() {
    refused(Words.class, "0a 03 01 00 00", "left over");
    refused(Words.class, "12 02 " + HexFormat.of().toHexDigits((byte) STORE.id(Noun.class)) + "00", "");
    refused(Words.class, "0600" + "00", "");
  }

  @Test
  void sizes_beyond_the_input_are_refused() {
    refused(Words.class, "06 05 61", "more than there is");
    refused(Words.class, "0a 05 ffffffff07", "more than there is");
    refused(Words.class, "0a 09 ffffffffffffffffff", "more than there is");
  }

  @Test
  void numbers_outside_their_type_are_refused() {
    refused(Numbers.class, "04 8080808020", "out of the range");
    refused(Numbers.class, "04 02 08 02", "boolean");
    refused(Numbers.class, "04 02 08 01 0c 808004", "char");
    refused(Numbers.class, "04 02 08 01 0c 61 10 8002", "out of the range");
  }

  @Test
  void broken_text_an_unknown_constant_and_a_strange_type_are_refused() {
    refused(Words.class, "06 01 ff", "UTF-8");
    refused(Words.class, "0e 01 78", "constant");
    refused(Words.class, "12 01 10", "may not stand there");
  }

  @Test
  void a_constructor_that_refuses_is_the_cause() {
    byte[] bytes = { 4, 0 };
    UnreadableRecord refused = assertThrows(UnreadableRecord.class, () -> STORE.read(Picky.class, bytes));
    assertTrue(refused.rule().contains("Picky"), refused.rule());
    assertInstanceOf(IllegalArgumentException.class, refused.getCause());
  }

  @Test
  void a_hundred_thousand_levels_are_refused() {
    int id = Everything.STORE.id(Everything.Node.class);
    byte[] inner = { 4, 0 };
    for (int level = 0; level < 100; level++) {
      byte[] outer = new byte[inner.length + 5];
      System.arraycopy(HexFormat.of().parseHex("04000a"), 0, outer, 0, 3);
      outer[3] = (byte) (inner.length | 0x80);
      outer[4] = (byte) (inner.length >> 7);
      System.arraycopy(inner, 0, outer, 5, inner.length);
      inner = outer;
    }
    byte[] deep = inner;
    UnreadableRecord refused =
        assertThrows(UnreadableRecord.class, () -> Everything.STORE.codec().read(id, deep, 0, deep.length));
    assertTrue(refused.rule().contains("deeper than 64"), refused.rule());
  }

  private static void refused(Class<?> type, String hex, String words) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    UnreadableRecord refused = assertThrows(UnreadableRecord.class, () -> STORE.read(type, bytes), hex);
    assertTrue(refused.rule().contains(words), refused.rule());
    FieldReader reader = new FieldReader(STORE.dictionary());
    if (!words.equals("constant") && !words.startsWith("may not")) {
      assertThrows(UnreadableRecord.class, () -> reader.fields(STORE.id(type), bytes, 0, bytes.length), hex);
    }
  }
}
