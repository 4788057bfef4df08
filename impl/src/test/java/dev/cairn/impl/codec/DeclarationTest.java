package dev.cairn.impl.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.Evolution;
import dev.cairn.api.TypeRefused;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is not declared is refused with what to declare; what contradicts the classes or the store is refused too. */
class DeclarationTest {
  private static final Evolution NOTHING = Evolution.declare();

  record State() {}

  static class Before {
    sealed interface Event {}

    record Paid(long cents, String note) implements Event {}

    record Drawn(Shape shape, Colour colour) implements Event {}

    sealed interface Shape {}

    record Dot() implements Shape {}

    record Line() implements Shape {}

    enum Colour {
      RED, GREEN
    }
  }

  static class After {
    sealed interface Event {}

    record Paid(long amount, String note, Optional<String> by, int n) implements Event {}

    record Drawn(Shape shape, Colour colour) implements Event {}

    record Kept(Line line) implements Event {}

    sealed interface Shape {}

    record Dot() implements Shape {}

    record Line() {}

    enum Colour {
      GREEN
    }
  }

  record Stranger(int n) {}

  private static final Store BEFORE = Store.of(MethodHandles.lookup(), Before.Event.class, State.class);

  @Test
  void what_is_not_declared_is_refused_with_what_to_declare() {
    refusedByStore(NOTHING,
        "in Paid, 'amount' (long) was added: declare added(Paid.class, \"amount\", VALUE), or, since"
            + " it looks like 'cents', renamed(Paid.class, \"cents\", \"amount\")",
        "in Paid, 'by' (optional(string)) was added: declare added(Paid.class, \"by\", VALUE)",
        "in Paid, 'cents' (long) was removed: declare removed(Paid.class, \"cents\")",
        "in Drawn, 'shape' may hold a Line, which is not a Shape",
        "in Drawn, 'colour' may hold the constant RED, which Colour does not have: "
            + "declare formerly(Colour.NOW, \"RED\")"
            + ", or retired(Colour.class, \"RED\")");
    refused(Store.schema(MethodHandles.lookup(), After.Kept.class, State.class),
        "the event Drawn is gone: declare formerly(NOW.class, \"Drawn\")", "the value Dot is gone");
  }

  @Test
  void a_step_that_is_no_longer_declared_is_missed_where_older_records_need_it() {
    Evolution declared = NOTHING.renamed(After.Paid.class, "cents", "amount").added(After.Paid.class, "n", 1)
        .added(After.Paid.class, "by", Optional.empty());
    ActorSchema schema = Store.schema(MethodHandles.lookup(), After.Paid.class, State.class, declared);
    Store stored = Store.of(Store.of(MethodHandles.lookup(), Before.Paid.class, State.class).dictionary(), schema);
    assertEquals(List.of(), schema.missing(stored.dictionary()));
    ActorSchema forgotten = Store.schema(MethodHandles.lookup(), After.Paid.class, State.class);
    TypeRefused refused = assertThrows(TypeRefused.class, () -> forgotten.bind(stored.dictionary()));
    assertTrue(refused.getMessage().contains("version 1 of Paid has no 'n': keep the declaration added(Paid.class"),
        refused.getMessage());
    assertTrue(!refused.getMessage().contains("amount"), "the tags remember: " + refused.getMessage());
  }

  @Test
  void a_change_of_a_class_that_is_none_of_the_records_is_refused() {
    refused(NOTHING.added(Stranger.class, "n", 1), "Stranger is none of its records");
    refused(NOTHING.removed(Stranger.class, "x"), "Stranger is none of its records");
    refused(NOTHING.renamed(Stranger.class, "x", "n"), "Stranger is none of its records");
    refused(NOTHING.formerly(Stranger.class, "X"), "Stranger, which is none of its records");
    refused(NOTHING.formerly(Before.Colour.RED, "X"), "stands in none of its records");
  }

  @Test
  void a_change_that_contradicts_its_class_is_refused() {
    refused(NOTHING.added(After.Paid.class, "m", 1), "there is no such component");
    refused(NOTHING.added(After.Paid.class, "n", 1L), "its value is no int");
    refused(NOTHING.added(After.Paid.class, "n", null), "its value is no int");
    refused(NOTHING.added(After.Paid.class, "by", null), "its value is no Optional");
    refused(NOTHING.removed(After.Paid.class, "n"), "still there");
    refused(NOTHING.renamed(After.Paid.class, "n", "amount"), "'n' is still there");
    refused(NOTHING.renamed(After.Paid.class, "cents", "value"), "there is no component 'value'");
    refused(NOTHING.renamed(After.Paid.class, "a", "b").renamed(After.Paid.class, "b", "a"), "leads back to itself");
    refused(NOTHING.formerly(After.Colour.GREEN, "GREEN"), "still there");
    refused(NOTHING.retired("Paid"), "Paid has that name");
    refused(NOTHING.formerly(After.Paid.class, "Drawn"), "would be read both as");
  }

  @Test
  void two_changes_of_one_thing_are_refused() {
    refused(NOTHING.added(After.Paid.class, "n", 1).added(After.Paid.class, "n", 2), "two changes", "'n'");
    refused(NOTHING.renamed(After.Paid.class, "cents", "amount").renamed(After.Paid.class, "cents", "n"),
        "two changes");
    refused(NOTHING.formerly(After.Colour.GREEN, "RED").retired(After.Colour.class, "RED"), "two changes");
  }

  @Test
  void a_renaming_that_contradicts_the_store_is_refused() {
    Store both = Store.of(MethodHandles.lookup(), Two.Paid.class, State.class);
    ActorSchema one = Store.schema(MethodHandles.lookup(), One.Paid.class, State.class,
        NOTHING.renamed(One.Paid.class, "cents", "amount"));
    TypeRefused refused = assertThrows(TypeRefused.class, () -> one.missing(both.dictionary()));
    assertTrue(refused.getMessage().contains("'cents' (long) was stored beside 'amount'"), refused.getMessage());
  }

  static class Two {
    record Paid(long cents, long amount) {}
  }

  static class One {
    record Paid(long amount) {}
  }

  @Test
  void an_event_that_became_part_of_another_is_not_taken_for_one() {
    refused(Store.schema(MethodHandles.lookup(), Inside.Event.class, State.class, NOTHING.retired("Drawn")
        .retired("Dot").retired("Line")), "the event Paid would be read as Paid, which is none any more");
  }

  static class Inside {
    record Event(Paid paid) {}

    record Paid(long cents, String note) {}
  }

  @Test
  void empty_names_are_refused_at_once() {
    assertThrows(IllegalArgumentException.class, () -> NOTHING.retired(" "));
    assertThrows(IllegalArgumentException.class, () -> NOTHING.added(After.Paid.class, "", 1));
  }

  private static void refused(Evolution evolution, String... words) {
    expect(assertThrows(TypeRefused.class,
        () -> Store.schema(MethodHandles.lookup(), After.Event.class, State.class, evolution)), words);
  }

  private static void refusedByStore(Evolution evolution, String... words) {
    refused(Store.schema(MethodHandles.lookup(), After.Event.class, State.class, evolution), words);
  }

  private static void refused(ActorSchema schema, String... words) {
    expect(assertThrows(TypeRefused.class, () -> schema.missing(BEFORE.dictionary())), words);
  }

  private static void expect(TypeRefused refused, String... words) {
    for (String word : words) {
      assertTrue(refused.getMessage().contains(word), refused.getMessage());
    }
    assertTrue(refused.getMessage().contains("Nothing was written"), refused.getMessage());
  }
}
