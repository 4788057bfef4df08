package dev.cairn.impl.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.Evolution;
import dev.cairn.api.TypeRefused;
import java.lang.invoke.MethodHandles;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SchemaChangeTest {

  record State() {}

  static class Stored {
    record Paid(long cents, String note) {}
  }

  static class Reordered {
    record Paid(String note, long cents) {}
  }

  static class Renamed {
    record Paid(long amount, String note) {}
  }

  static class More {
    record Paid(long cents, String note, int extra) {}
  }

  static class Fewer {
    record Paid(long cents) {}
  }

  static class Retyped {
    record Paid(int cents, String note) {}
  }

  static class Loosened {
    record Paid(Long cents, Optional<String> note) {}
  }

  private static final Store STORED = Store.of(MethodHandles.lookup(), Stored.Paid.class, State.class);

  @Test
  void a_known_shape_misses_nothing() {
    assertEquals(List.of(), schema(Stored.Paid.class).missing(STORED.dictionary()));
  }

  @Test
  void reordered_components_are_no_change_and_keep_their_tags() {
    assertEquals(List.of(), schema(Reordered.Paid.class).missing(STORED.dictionary()));
    ActorCodec codec = schema(Reordered.Paid.class).bind(STORED.dictionary());
    byte[] bytes = STORED.write(new Stored.Paid(5, "x"));
    Reordered.Paid read = (Reordered.Paid) codec.read(STORED.id(Stored.Paid.class), bytes, 0, bytes.length);
    assertEquals(new Reordered.Paid("x", 5), read);
    Store now = new Store(STORED.dictionary(), codec);
    assertEquals("04" + "0a" + "0a" + "01" + "78", HexFormat.of().formatHex(bytes));
    assertEquals(HexFormat.of().formatHex(bytes), HexFormat.of().formatHex(now.write(read)));
  }

  @Test
  void a_renamed_component_is_refused_and_suspected() {
    refused(Renamed.Paid.class, "in Paid", "'amount' (long) was added", "it looks like 'cents', renamed",
        "'cents' (long) was removed");
  }

  @Test
  void several_differences_stand_one_on_a_line() {
    TypeRefused refused =
        assertThrows(TypeRefused.class, () -> schema(Renamed.Paid.class).missing(STORED.dictionary()));
    List<String> lines = String.valueOf(refused.getMessage()).lines().toList();
    assertEquals(4, lines.size(), refused.getMessage());
    assertTrue(lines.get(1).startsWith("  - in Paid, 'amount'") && lines.get(2).startsWith("  - in Paid, 'cents'"),
        refused.getMessage());
    assertEquals("2 differences. Nothing was written.", lines.get(3));
  }

  @Test
  void an_added_component_is_refused() {
    refused(More.Paid.class, "in Paid", "'extra' (int) was added");
  }

  @Test
  void a_removed_component_is_refused() {
    refused(Fewer.Paid.class, "in Paid", "'note' (string) was removed");
  }

  @Test
  void a_component_of_another_kind_is_refused() {
    refused(Retyped.Paid.class, "in Paid", "'cents' was long and is int");
    refused(Loosened.Paid.class, "'cents' was long and is optional(long)", "'note' was string and is optional(string)");
  }

  @Test
  void a_new_type_gets_the_next_free_id() {
    ActorSchema schema = Store.schema(MethodHandles.lookup(), Stored.Paid.class, Everything.Money.class,
        Evolution.declare().retired("State"));
    List<TypeDefinition> missing = schema.missing(STORED.dictionary());
    assertEquals(1, missing.size());
    assertEquals("Money", missing.get(0).name());
    assertEquals(18, missing.get(0).id());
  }

  @Test
  void an_id_is_given_once() {
    TypeDefinition taken = STORED.dictionary().find(16).orElseThrow();
    assertThrows(IllegalArgumentException.class, () -> STORED.dictionary().with(taken));
    assertThrows(IllegalArgumentException.class, () -> STORED.dictionary().with(definition(16, "Other", 1)));
    assertThrows(IllegalArgumentException.class, () -> STORED.dictionary().with(definition(99, "Paid", 1)));
    assertThrows(IllegalArgumentException.class, () -> STORED.dictionary().with(definition(15, "Other", 1)));
    assertEquals(100, STORED.dictionary().with(definition(99, "Paid", 2)).nextId());
  }

  private static TypeDefinition definition(int id, String name, int version) {
    return new TypeDefinition(id, "account", Role.EVENT, name, version, List.of());
  }

  private static ActorSchema schema(Class<?> events) {
    return Store.schema(MethodHandles.lookup(), events, State.class);
  }

  private static void refused(Class<?> events, String... words) {
    TypeRefused refused = assertThrows(TypeRefused.class, () -> schema(events).missing(STORED.dictionary()));
    for (String word : words) {
      assertTrue(refused.getMessage().contains(word), refused.getMessage());
    }
    assertTrue(refused.getMessage().contains("Nothing was written"), refused.getMessage());
  }
}
