package dev.cairn.impl.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.Evolution;
import dev.cairn.api.TypeRefused;
import dev.cairn.impl.record.UnreadableRecord;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** An event that is several events today, or none: declared as a split, or ignored. */
class SplitTest {
  static class Before {
    sealed interface Event {}

    record Moved(String from, String to, long cents) implements Event {}

    record Noted(Text text) implements Event {}

    record Filed(Event first) implements Event {}
  }

  record Text(String words) {}

  record Sum(long cents) {}

  record Total(long cents) {}

  static class Now {
    sealed interface Event {}

    record Taken(String from, long cents) implements Event {}

    record Brought(String to, long cents) implements Event {}
  }

  static class Same {
    sealed interface Event {}

    /** The name of the event that is split; its records of today are read as they are. */
    record Moved(String to, long cents) implements Event {}

    record Taken(String from, long cents) implements Event {}
  }

  static class Filing {
    sealed interface Event {}

    record Filed(Event first) implements Event {}

    record Taken(long cents) implements Event {}
  }

  record Moved(String from, String to, long cents) {}

  record MovedBetween(String from, String to, long cents) {}

  private static final Evolution IGNORING = Evolution.declare().ignored("Noted").retired("Text").ignored("Filed");
  private static final Evolution STEPS = IGNORING.split(Moved.class, old -> old.cents() == 0 ? List.of()
      : List.of(new Now.Taken(old.from(), old.cents()), new Now.Brought(old.to(), old.cents())));

  private static final Store BEFORE = Store.of(MethodHandles.lookup(), Before.Event.class, Sum.class);

  @Test
  void one_stored_event_is_several_today_or_none() {
    Store now = now(STEPS);
    assertEquals(new SeveralEvents(List.of(new Now.Taken("a", 5), new Now.Brought("b", 5))),
        read(now, new Before.Moved("a", "b", 5)));
    assertEquals(new SeveralEvents(List.of()), read(now, new Before.Moved("a", "b", 0)));
    assertEquals(List.of("Moved", "Noted", "Filed", "Sum", "Text", "Taken", "Brought"),
        now.dictionary().all().stream().map(TypeDefinition::name).toList(), "former records are never written");
  }

  @Test
  void an_ignored_event_is_known_as_such_and_never_decoded() {
    ActorCodec codec = now(STEPS).codec();
    int id = BEFORE.codec().typeId(new Before.Noted(null));
    assertSame(SeveralEvents.IGNORED, codec.read(Role.EVENT, id, new byte[] { 99 }, 0, 1));
    assertThrows(UnreadableRecord.class, () -> codec.read(Role.STATE, id, new byte[0], 0, 0));
  }

  @Test
  void a_record_of_today_may_have_the_name_of_the_one_that_is_split() {
    Store now = Store.of(BEFORE.dictionary(),
        schema(Same.Event.class, IGNORING.formerly(MovedBetween.class, "Moved").split(MovedBetween.class,
            old -> List.of(new Same.Taken(old.from(), old.cents()), new Same.Moved(old.to(), old.cents())))));
    assertEquals(new SeveralEvents(List.of(new Same.Taken("a", 5), new Same.Moved("b", 5))),
        read(now, new Before.Moved("a", "b", 5)));
    assertEquals(new Same.Moved("c", 6), again(now, new Same.Moved("c", 6)));
    assertEquals(2, now.dictionary().newest("account", "Moved").orElseThrow().version());
  }

  @Test
  void a_part_may_itself_be_a_former_record() {
    Store now = now(IGNORING
        .split(Moved.class, old -> List.of(new Part(old.from(), old.cents()), new Now.Brought(old.to(), 1)))
        .upcast(Part.class, Smaller.class, old -> new Smaller(old.who(), old.cents() - 1))
        .split(Smaller.class, old -> List.of(new Now.Taken(old.who(), old.rest()), new Now.Taken(old.who(), 1))));
    assertEquals(
        new SeveralEvents(List.of(new Now.Taken("a", 4), new Now.Taken("a", 1), new Now.Brought("b", 1))),
        read(now, new Before.Moved("a", "b", 5)));
  }

  record Part(String who, long cents) {}

  record Smaller(String who, long rest) {}

  @Test
  void what_a_split_must_not_give_is_told() {
    unreadable("the split of Moved returned null", IGNORING.split(Moved.class, old -> null));
    List<Object> nothing = new ArrayList<>();
    nothing.add(null);
    unreadable("returned a list with null", IGNORING.split(Moved.class, old -> nothing));
    unreadable("returned a Sum, which is no event", IGNORING.split(Moved.class, old -> List.of(new Sum(1))));
    unreadable("leads back to itself", IGNORING.split(Moved.class, old -> List.of(old)));
    unreadable("refused what is stored; the cause is what it threw", IGNORING.split(Moved.class, old -> {
      throw new IllegalStateException(old.from());
    }));
  }

  @Test
  void what_contradicts_the_classes_or_the_store_is_refused() {
    refused("Taken is still one of its records", () -> now(STEPS.split(Now.Taken.class, old -> List.of())));
    refused("two upcasts", () -> now(STEPS.split(Moved.class, old -> List.of())));
    refused("the type Taken is declared ignored, and Taken has that name", () -> now(STEPS.ignored("Taken")));
    refused("both retired and ignored", () -> now(STEPS.retired("Noted")));
    refused("the event Noted is gone", () -> now(Evolution.declare().ignored("Filed").retired("Text")));
    refused("ignored(\"Noted\") to give up its stored events",
        () -> now(Evolution.declare().ignored("Filed").retired("Text")));
    refused("Sum is declared ignored and is a state, and only events can be ignored",
        () -> Store.of(BEFORE.dictionary(),
            Store.schema(MethodHandles.lookup(), Now.Event.class, Total.class, STEPS.ignored("Sum"))));
  }

  @Test
  void only_whole_events_are_split_or_ignored() {
    refused("may hold a Moved", () -> Store.of(BEFORE.dictionary(),
        schema(Filing.Event.class, Evolution.declare().ignored("Noted").retired("Text")
            .split(Moved.class, old -> List.of(new Filing.Taken(old.cents()))))));
    Store now = Store.of(BEFORE.dictionary(), schema(Filing.Event.class,
        Evolution.declare().ignored("Noted").retired("Text").ignored("Moved")));
    UnreadableRecord inside = assertThrows(UnreadableRecord.class,
        () -> read(now, new Before.Filed(new Before.Noted(null))));
    assertTrue(inside.rule().contains("Noted, a type that is declared ignored"), inside.rule());
    assertInstanceOf(Filing.Filed.class, read(now, new Before.Filed(new Before.Filed(null))));
  }

  @Test
  void a_value_is_never_split() {
    refused("may hold a Moved", () -> Store.of(BEFORE.dictionary(),
        schema(Filing.Event.class, Evolution.declare().ignored("Noted").retired("Text")
            .formerly(MovedBetween.class, "Moved").split(MovedBetween.class, old -> List.of()))));
  }

  private static void unreadable(String words, Evolution evolution) {
    UnreadableRecord thrown =
        assertThrows(UnreadableRecord.class, () -> read(now(evolution), new Before.Moved("a", "b", 5)));
    assertTrue(thrown.rule().contains(words), thrown.rule());
  }

  private static void refused(String words, Executable use) {
    TypeRefused refused = assertThrows(TypeRefused.class, use);
    assertTrue(refused.getMessage().contains(words), refused.getMessage());
  }

  private static Object read(Store reader, Object value) {
    byte[] bytes = BEFORE.write(value);
    return reader.codec().read(Role.EVENT, BEFORE.codec().typeId(value), bytes, 0, bytes.length);
  }

  private static Object again(Store store, Object value) {
    byte[] bytes = store.write(value);
    return store.codec().read(Role.EVENT, store.codec().typeId(value), bytes, 0, bytes.length);
  }

  private static Store now(Evolution evolution) {
    return Store.of(BEFORE.dictionary(), schema(Now.Event.class, evolution));
  }

  private static ActorSchema schema(Class<?> events, Evolution evolution) {
    return Store.schema(MethodHandles.lookup(), events, Sum.class, evolution);
  }
}
