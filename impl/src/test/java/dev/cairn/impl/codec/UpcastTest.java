package dev.cairn.impl.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.Evolution;
import dev.cairn.api.TypeRefused;
import dev.cairn.impl.record.UnreadableRecord;
import java.lang.invoke.MethodHandles;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What no other declaration can say: a former record class, and a function that makes the next version of it. */
class UpcastTest {

  record State(Price last) {}

  static class First {
    sealed interface Event {}

    record Paid(double euros, Price price) implements Event {}

    record Increased(long by) implements Event {}

    record Decreased(long by) implements Event {}
  }

  record Price(String text) {}

  static class Second {
    sealed interface Event {}

    record Paid(long cents, Price price) implements Event {}

    record Increased(long by) implements Event {}

    record Decreased(long by) implements Event {}
  }

  static class Now {
    sealed interface Event {}

    record Paid(BigDecimal euros, Price price, String by) implements Event {}

    record Changed(long by) implements Event {}

    record Price(long cents) {}

    record State(Price last) {}
  }

  record PaidInDouble(double euros, Now.Price price) {}

  record PaidInCents(long cents, Now.Price price) {}

  record PriceAsText(String text) {}

  record WasIncreased(long by) {}

  record WasDecreased(long by) {}

  private static final Evolution STEPS = Evolution.declare()
      .upcast(PaidInDouble.class, PaidInCents.class, old -> new PaidInCents(Math.round(old.euros() * 100), old.price()))
      .upcast(PaidInCents.class, Now.Paid.class,
          old -> new Now.Paid(BigDecimal.valueOf(old.cents(), 2), old.price(), "nobody"))
      .upcast(PriceAsText.class, Now.Price.class, old -> new Now.Price(Long.parseLong(old.text())))
      .formerly(WasIncreased.class, "Increased")
      .upcast(WasIncreased.class, Now.Changed.class, old -> new Now.Changed(old.by()))
      .formerly(WasDecreased.class, "Decreased")
      .upcast(WasDecreased.class, Now.Changed.class, old -> new Now.Changed(-old.by()));

  static final Store FIRST = Store.of(MethodHandles.lookup(), First.Event.class, State.class);

  static final Store SECOND = Store.of(FIRST.dictionary(), Store.schema(MethodHandles.lookup(),
      Second.Event.class, State.class, Evolution.declare().upcast(PaidInDoubleBefore.class, Second.Paid.class,
          old -> new Second.Paid(Math.round(old.euros() * 100), old.price()))));

  record PaidInDoubleBefore(double euros, Price price) {}

  static final ActorSchema SCHEMA = now(STEPS);
  private static final Store NOW = Store.of(SECOND.dictionary(), SCHEMA);

  @Test
  void each_version_goes_through_the_steps_that_are_left() {
    assertEquals(new Now.Paid(new BigDecimal("1.50"), new Now.Price(7), "nobody"),
        read(FIRST, new First.Paid(1.5, new Price("7"))));
    assertEquals(new Now.Paid(new BigDecimal("2.25"), new Now.Price(8), "nobody"),
        read(SECOND, new Second.Paid(225, new Price("8"))));
    Now.Paid paid = new Now.Paid(BigDecimal.ONE, new Now.Price(1), "me");
    assertEquals(paid, NOW.again(paid));
  }

  @Test
  void several_types_can_become_one() {
    assertEquals(new Now.Changed(3), read(FIRST, new First.Increased(3)));
    assertEquals(new Now.Changed(-3), read(FIRST, new First.Decreased(3)));
    assertEquals(new Now.Changed(4), NOW.again(new Now.Changed(4)));
  }

  @Test
  void a_state_is_upcast_with_what_it_holds() {
    assertEquals(new Now.State(new Now.Price(7)), read(FIRST, new State(new Price("7"))));
  }

  @Test
  void versions_are_of_the_store_and_shapes_of_the_author() {
    Store skipped = Store.of(FIRST.dictionary(), now(STEPS));
    byte[] bytes = FIRST.write(new First.Paid(1.5, null));
    assertEquals(new Now.Paid(new BigDecimal("1.50"), null, "nobody"),
        skipped.codec().read(FIRST.id(First.Paid.class), bytes, 0, bytes.length));
    assertEquals(2, skipped.dictionary().newest("account", "Paid").orElseThrow().version());
    assertEquals(3, NOW.dictionary().newest("account", "Paid").orElseThrow().version());
    Store fresh = Store.of(TypeDictionary.EMPTY, now(STEPS));
    assertEquals(1, fresh.dictionary().newest("account", "Paid").orElseThrow().version());
    assertEquals(List.of("Paid", "Changed", "State", "Price"),
        fresh.dictionary().all().stream().map(TypeDefinition::name).toList(), "former records are never written");
    assertEquals(new Now.Changed(1), fresh.again(new Now.Changed(1)));
  }

  @Test
  void an_upcast_that_throws_is_told() {
    UnreadableRecord refused = assertThrows(UnreadableRecord.class,
        () -> read(FIRST, new First.Paid(1, new Price("seven"))));
    assertTrue(refused.rule().contains("the upcast from PriceAsText to Price"), refused.rule());
    assertTrue(refused.rule().contains("the cause is what it threw"), refused.rule());
    assertTrue(!refused.getMessage().contains("seven"), refused.getMessage());
  }

  @Test
  void what_cannot_be_told_apart_is_refused() {
    refused("cannot be told apart", now(STEPS.upcast(PriceOfLong.class, Now.Price.class, old -> null)));
    refused("leads back to itself", () -> now(Evolution.declare()
        .upcast(PaidInCents.class, PaidInDouble.class, old -> null)
        .upcast(PaidInDouble.class, PaidInCents.class, old -> null)));
    refused("two upcasts", () -> now(STEPS.upcast(PaidInCents.class, Now.Paid.class, old -> null)));
    refused("still one of its records", () -> now(STEPS.upcast(Now.Price.class, Now.Paid.class, old -> null)));
    refused("State is none of its records", () -> now(Evolution.declare()
        .upcast(PaidInCents.class, State.class, old -> null)));
    refused("read both as", () -> now(STEPS.formerly(Now.Changed.class, "Increased")));
    refused("only what a former record looked like", () -> now(STEPS.added(PaidInCents.class, "cents", 1L)));
  }

  record PriceOfLong(long cents) {}

  @Test
  void types_that_were_stored_side_by_side_need_an_upcast_each() {
    refused("the store has Decreased beside Increased",
        now(Evolution.declare().formerly(Now.Changed.class, "Increased").formerly(Now.Changed.class, "Decreased")));
  }

  static List<Object> firstValues() {
    return List.of(new First.Paid(1.5, new Price("7")), new First.Increased(3), new First.Decreased(3),
        new State(new Price("7")));
  }

  static List<Object> secondValues() {
    return List.of(new Second.Paid(225, new Price("8")), new Second.Increased(3));
  }

  private static Object read(Store writer, Object value) {
    byte[] bytes = writer.write(value);
    return NOW.codec().read(writer.codec().typeId(value), bytes, 0, bytes.length);
  }

  private static ActorSchema now(Evolution evolution) {
    return Store.schema(MethodHandles.lookup(), Now.Event.class, Now.State.class, evolution);
  }

  private static void refused(String words, ActorSchema schema) {
    refused(words, () -> schema.missing(FIRST.dictionary()));
  }

  private static void refused(String words, Executable use) {
    TypeRefused refused = assertThrows(TypeRefused.class, use);
    assertTrue(refused.getMessage().contains(words), refused.getMessage());
  }
}
