package dev.cairn.impl.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.Evolution;
import dev.cairn.api.TypeRefused;
import dev.cairn.impl.record.UnreadableRecord;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Declared changes: old bytes become today's values, and today's are written as a new version. */
class EvolutionTest {

  enum Colour {
    RED, GREEN
  }

  record State(long total, Money limit) {}

  record Money(long cents) {}

  static class First {
    sealed interface Event {}

    record Paid(long cents, String note) implements Event {}

    record Painted(Colour colour, List<Colour> more) implements Event {}

    record Drawn(Shape shape, Map<String, Money> prices, Money money) implements Event {}

    record Tree(int leaves, List<Tree> branches) implements Event {}

    sealed interface Shape {}

    record Dot() implements Shape {}

    record Circle(double radius, Money price) implements Shape {}
  }

  static final Store FIRST = Store.of(MethodHandles.lookup(), First.Event.class, State.class);

  static class Grown {
    sealed interface Event {}

    record Paid(String note, long amount, String currency, Optional<String> by) implements Event {}

    record Coloured(Colour colour, List<Colour> more) implements Event {}

    record Drawn(Figure shape, Map<String, Money> prices, Money money) implements Event {}

    record Tree(int leaves, List<Tree> branches, int height) implements Event {}

    sealed interface Figure {}

    record Point() implements Figure {}

    record Circle(double radius, Money price) implements Figure {}

    record Square(double side) implements Figure {}

    enum Colour {
      BLUE, LIME, CRIMSON
    }

    record Money(long cents, String currency) {}

    record State(long total, Money limit, int count) {}
  }

  private static final Evolution GROWTH = Evolution.declare()
      .renamed(Grown.Paid.class, "cents", "amount")
      .added(Grown.Paid.class, "currency", "EUR")
      .added(Grown.Paid.class, "by", Optional.empty())
      .formerly(Grown.Coloured.class, "Painted")
      .formerly(Grown.Point.class, "Dot")
      .added(Grown.Tree.class, "height", -1)
      .formerly(Grown.Colour.CRIMSON, "RED")
      .formerly(Grown.Colour.LIME, "GREEN")
      .added(Grown.Money.class, "currency", "EUR")
      .added(Grown.State.class, "count", 0);

  static final ActorSchema GROWTH_OF_FIRST = schema(Grown.Event.class, Grown.State.class, GROWTH);
  static final Store GROWN = Store.of(FIRST.dictionary(), GROWTH_OF_FIRST);

  @Test
  void added_renamed_and_reordered_components_are_read_as_declared() {
    assertEquals(new Grown.Paid("x", 5, "EUR", Optional.empty()), read(GROWN, new First.Paid(5, "x")));
    assertEquals(new Grown.Paid(null, 5, "EUR", Optional.empty()), read(GROWN, new First.Paid(5, null)));
  }

  @Test
  void renamed_types_and_constants_are_read_by_their_former_names() {
    assertEquals(new Grown.Coloured(Grown.Colour.CRIMSON, List.of(Grown.Colour.LIME, Grown.Colour.CRIMSON)),
        read(GROWN, new First.Painted(Colour.RED, List.of(Colour.GREEN, Colour.RED))));
  }

  @Test
  void records_inside_of_records_evolve_in_the_same_way() {
    Grown.Money money = new Grown.Money(1, "EUR");
    assertEquals(new Grown.Drawn(new Grown.Circle(2, money), Map.of("a", money), money),
        read(GROWN, new First.Drawn(new First.Circle(2, new Money(1)), Map.of("a", new Money(1)), new Money(1))));
    assertEquals(new Grown.Drawn(new Grown.Point(), Map.of(), null),
        read(GROWN, new First.Drawn(new First.Dot(), Map.of(), null)));
    assertEquals(new Grown.Tree(1, List.of(new Grown.Tree(2, List.of(), -1)), -1),
        read(GROWN, new First.Tree(1, List.of(new First.Tree(2, List.of())))));
  }

  @Test
  void states_evolve_in_the_same_way() {
    assertEquals(new Grown.State(7, new Grown.Money(9, "EUR"), 0), read(GROWN, new State(7, new Money(9))));
  }

  @Test
  void what_is_written_now_comes_back_as_it_is() {
    for (Object value : grownValues()) {
      assertEquals(value, GROWN.again(value));
    }
  }

  @Test
  void the_dictionary_keeps_every_version_and_says_which_stands_in_which() {
    assertEquals("Paid 1 [cents:long, note:string]", described(FIRST, "Paid"));
    assertEquals("Paid 2 [amount:long, note:string, currency:string, by:optional(string)]", described(GROWN, "Paid"));
    assertEquals("Coloured 2 [colour:enum(BLUE,CRIMSON,LIME), more:list(enum(BLUE,CRIMSON,LIME))]",
        described(GROWN, "Coloured"));
    assertEquals("Drawn 2 [shape:one-of(Circle,Point,Square), prices:map(string,record(Money#2)), "
        + "money:record(Money#2)]", described(GROWN, "Drawn"));
    assertEquals("Tree 2 [leaves:int, branches:list(record(Tree#2)), height:int]", described(GROWN, "Tree"));
    assertEquals("Circle 2 [radius:double, price:record(Money#2)]", described(GROWN, "Circle"));
    assertEquals(FIRST.dictionary().all(), GROWN.dictionary().all().subList(0, FIRST.dictionary().all().size()));
  }

  @Test
  void the_same_classes_write_nothing_more() {
    assertEquals(List.of(), schema(Grown.Event.class, Grown.State.class, GROWTH).missing(GROWN.dictionary()));
  }

  @Test
  void a_fresh_store_is_not_concerned_by_the_declarations() {
    Store fresh = evolved(null, Grown.Event.class, Grown.State.class, GROWTH);
    assertEquals("Paid 1 [note:string, amount:long, currency:string, by:optional(string)]", described(fresh, "Paid"));
    Grown.Tree tree = new Grown.Tree(1, List.of(), 1);
    assertEquals(tree, fresh.again(tree));
  }

  @Test
  void old_records_are_shown_with_the_fields_of_their_own_version() {
    byte[] bytes = FIRST.write(new First.Drawn(new First.Dot(), Map.of("a", new Money(1)), new Money(2)));
    Map<String, Object> fields = new FieldReader(GROWN.dictionary())
        .fields(FIRST.id(First.Drawn.class), bytes, 0, bytes.length);
    assertEquals(Map.of("shape", Map.of("type", "Dot"), "prices", Map.of("a", Map.of("cents", 1L)), "money",
        Map.of("cents", 2L)), fields);
    byte[] now = GROWN.write(new Grown.Drawn(null, Map.of(), new Grown.Money(1, "USD")));
    assertEquals(Map.of("cents", 1L, "currency", "USD"), new FieldReader(GROWN.dictionary())
        .fields(GROWN.id(Grown.Drawn.class), now, 0, now.length).get("money"));
  }

  @Test
  void the_former_classes_are_refused_afterwards() {
    ActorSchema former = schema(First.Event.class, State.class, Evolution.declare());
    TypeRefused refused = assertThrows(TypeRefused.class, () -> former.missing(GROWN.dictionary()));
    assertTrue(refused.getMessage().contains("the event Coloured is gone"), refused.getMessage());
  }

  static class Boxed {
    record Paid(Long cents) {}
  }

  static class Loose {
    record Paid(Optional<Long> cents) {}
  }

  @Test
  void a_boxed_number_and_an_optional_one_are_the_same() {
    Store boxed = evolved(null, Boxed.Paid.class, Money.class, Evolution.declare());
    Store loose = evolved(boxed, Loose.Paid.class, Money.class, Evolution.declare());
    assertEquals(boxed.dictionary().all(), loose.dictionary().all());
    assertEquals(new Loose.Paid(Optional.empty()), read(loose, boxed, new Boxed.Paid(null)));
    assertEquals(new Loose.Paid(Optional.of(5L)), read(loose, boxed, new Boxed.Paid(5L)));
  }

  static class Third {
    sealed interface Event {}

    record Paid(long value, String cents) implements Event {}
  }

  @Test
  void changes_add_up_and_tags_are_never_given_twice() {
    Store first = evolved(null, First.Paid.class, Money.class, Evolution.declare());
    Store third = evolved(evolved(first, Grown.Paid.class, Money.class, Evolution.declare()
        .renamed(Grown.Paid.class, "cents", "amount").added(Grown.Paid.class, "currency", "EUR")
        .added(Grown.Paid.class, "by", Optional.empty())), Third.Paid.class, Money.class, Evolution.declare()
            .renamed(Third.Paid.class, "cents", "amount").renamed(Third.Paid.class, "amount", "value")
            .removed(Third.Paid.class, "currency").removed(Third.Paid.class, "note")
            .removed(Third.Paid.class, "by").added(Third.Paid.class, "cents", "none"));
    assertEquals("Paid 3 [value:long, cents:string]", described(third, "Paid"));
    assertEquals(List.of(1, 5), tags(third, "Paid"));
    assertEquals(new Third.Paid(5, "none"), read(third, first, new First.Paid(5, "x")));
    Third.Paid now = new Third.Paid(6, "me");
    assertEquals(now, third.again(now));
  }

  static class Retired {
    sealed interface Event {}

    record Paid(long cents, String note) implements Event {}

    record Drawn(Shape shape) implements Event {}

    sealed interface Shape {}

    record Circle(double radius) implements Shape {}

    record Rest() {}
  }

  static final ActorSchema REMOVAL = schema(Retired.Event.class, Retired.Rest.class, Evolution.declare()
      .retired("Painted").retired("Tree").retired("Dot").retired("Money").retired("State")
      .removed(Retired.Drawn.class, "prices").removed(Retired.Drawn.class, "money")
      .removed(Retired.Circle.class, "price"));

  @Test
  void what_is_declared_retired_is_a_clear_error_where_it_is_found() {
    Store retired = Store.of(FIRST.dictionary(), REMOVAL);
    refused(retired, new First.Tree(1, List.of()), "Tree, a type that is declared retired");
    refused(retired, new First.Drawn(new First.Dot(), Map.of(), null), "Dot, a type that is declared retired");
    assertEquals(new Retired.Drawn(new Retired.Circle(2)),
        read(retired, new First.Drawn(new First.Circle(2, new Money(1)), Map.of("a", new Money(1)), new Money(1))));
  }

  static class WithoutGreen {
    enum Colour {
      RED
    }

    record Painted(Colour colour) {}
  }

  static class WithGreen {
    record Painted(Colour colour) {}
  }

  @Test
  void a_constant_that_is_declared_retired_is_a_clear_error_where_it_is_found() {
    Store first = evolved(null, WithGreen.Painted.class, Money.class, Evolution.declare());
    Store retired = evolved(first, WithoutGreen.Painted.class, Money.class,
        Evolution.declare().retired(WithoutGreen.Colour.class, "GREEN"));
    UnreadableRecord refused =
        assertThrows(UnreadableRecord.class, () -> read(retired, first, new WithGreen.Painted(Colour.GREEN)));
    assertTrue(refused.rule().contains("Painted.colour"), refused.rule());
    assertEquals(new WithoutGreen.Painted(WithoutGreen.Colour.RED),
        read(retired, first, new WithGreen.Painted(Colour.RED)));
  }

  static List<Object> grownValues() {
    Grown.Money money = new Grown.Money(1, "USD");
    return List.of(new Grown.Paid("x", 5, "USD", Optional.of("me")), new Grown.Coloured(Grown.Colour.BLUE, List.of()),
        new Grown.Drawn(new Grown.Square(1), Map.of("b", money), money),
        new Grown.Tree(1, List.of(new Grown.Tree(2, List.of(), 3)), 4), new Grown.State(1, money, 2));
  }

  static List<Object> removedValues() {
    return List.of(new First.Paid(5, "x"),
        new First.Drawn(new First.Circle(2, new Money(1)), Map.of("a", new Money(1)), new Money(1)));
  }

  static List<Object> formerValues() {
    return List.of(new First.Paid(5, "x"), new First.Painted(Colour.RED, List.of(Colour.GREEN)),
        new First.Drawn(new First.Circle(2, new Money(1)), Map.of("a", new Money(1)), new Money(1)),
        new First.Tree(1, List.of(new First.Tree(2, List.of()))), new State(7, new Money(9)));
  }

  private static Object read(Store store, Object former) {
    return read(store, FIRST, former);
  }

  private static Object read(Store store, Store writer, Object former) {
    byte[] bytes = writer.write(former);
    return store.codec().read(writer.codec().typeId(former), bytes, 0, bytes.length);
  }

  private static void refused(Store store, Object former, String words) {
    UnreadableRecord refused = assertThrows(UnreadableRecord.class, () -> read(store, former));
    assertTrue(refused.rule().contains(words), refused.rule());
  }

  private static ActorSchema schema(Class<?> events, Class<?> state, Evolution evolution) {
    return Store.schema(MethodHandles.lookup(), events, state, evolution);
  }

  private static Store evolved(Store before, Class<?> events, Class<?> state, Evolution evolution) {
    return Store.of(before == null ? TypeDictionary.EMPTY : before.dictionary(), schema(events, state, evolution));
  }

  private static String described(Store store, String type) {
    TypeDefinition newest = store.dictionary().newest("account", type).orElseThrow();
    return type + " " + newest.version() + " "
        + newest.components().stream().map(c -> c.name() + ":" + c.kind()).toList();
  }

  private static List<Integer> tags(Store store, String type) {
    return store.dictionary().newest("account", type).orElseThrow().components().stream()
        .map(ComponentDefinition::tag).toList();
  }
}
