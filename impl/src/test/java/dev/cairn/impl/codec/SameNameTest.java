package dev.cairn.impl.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.Evolution;
import dev.cairn.api.TypeRefused;
import java.lang.invoke.MethodHandles;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** An event and a state may have the same simple name: the store names them apart, whichever came first. */
class SameNameTest {
  static class OneName {
    sealed interface Event {}

    record Opened(String owner) implements Event {}

    record Closed(String why) implements Event {}
  }

  static class States {
    sealed interface State {}

    record Opened(String owner, List<Opened> before, State inner) implements State {}

    record Empty() implements State {}
  }

  static class OtherEvents {
    sealed interface Event {}

    record Closed(String why) implements Event {}
  }

  static class OtherStates {
    sealed interface State {}

    record Empty() implements State {}
  }

  private static final OneName.Opened EVENT = new OneName.Opened("Ada");
  private static final States.Opened STATE =
      new States.Opened("Bob", List.of(new States.Opened("Eve", List.of(), new States.Empty())), new States.Empty());

  @Test
  void a_new_store_names_the_state_apart() {
    Store store = Store.of(TypeDictionary.EMPTY, both(Evolution.declare()));
    assertEquals(List.of("event Opened 1", "event Closed 1", "state state.Opened 1", "state Empty 1"), types(store));
    assertEquals(List.of("string", "list(record(state.Opened))", "one-of(Empty,state.Opened)"),
        store.dictionary().newest("account", "state.Opened").orElseThrow().components().stream()
            .map(ComponentDefinition::kind).toList());
    assertRead(store, store);
  }

  @Test
  void an_event_may_take_the_name_of_a_state_that_is_stored() {
    Store before = Store.of(MethodHandles.lookup(), OtherEvents.Event.class, States.State.class);
    assertEquals(List.of("event Closed 1", "state Opened 1", "state Empty 1"), types(before));
    Store now = Store.of(before.dictionary(), both(Evolution.declare()));
    assertEquals(List.of("event Closed 1", "state Opened 1", "state Empty 1", "event Opened 2", "state state.Opened 2"),
        types(now));
    assertEquals(STATE, read(before, now, Role.STATE, STATE));
    assertRead(now, now);
    Store later = Store.of(now.dictionary(), both(Evolution.declare()));
    assertEquals(types(now), types(later), "nothing is written twice");
  }

  @Test
  void a_state_may_take_the_name_of_an_event_that_is_stored() {
    Store before = Store.of(MethodHandles.lookup(), OneName.Event.class, OtherStates.State.class);
    Store now = Store.of(before.dictionary(), both(Evolution.declare()));
    assertEquals(
        List.of("event Opened 1", "event Closed 1", "state Empty 1", "state state.Opened 1"), types(now));
    assertEquals(EVENT, read(before, now, Role.EVENT, EVENT));
    assertRead(now, now);
  }

  @Test
  void when_the_event_is_given_up_the_state_has_its_name_again_and_all_is_read() {
    Store both = Store.of(TypeDictionary.EMPTY, both(Evolution.declare()));
    refused("the event Opened is gone", () -> Store.of(both.dictionary(), withoutEvent(Evolution.declare())));
    Store now = Store.of(both.dictionary(), withoutEvent(Evolution.declare().ignored("Opened")));
    assertEquals("state Opened 2", types(now).getLast());
    assertEquals(STATE, read(both, now, Role.STATE, STATE));
    assertEquals(STATE, read(now, now, Role.STATE, STATE));
    assertEquals(SeveralEvents.IGNORED, read(both, now, Role.EVENT, EVENT));
    Store again = Store.of(now.dictionary(), both(Evolution.declare()));
    assertEquals(STATE, read(now, again, Role.STATE, STATE));
    assertEquals(EVENT, read(both, again, Role.EVENT, EVENT));
    assertRead(again, again);
  }

  @Test
  void when_the_state_is_retired_it_is_named_as_it_is_stored() {
    Store before = Store.of(MethodHandles.lookup(), OtherEvents.Event.class, States.State.class);
    Store both = Store.of(before.dictionary(), both(Evolution.declare()));
    refused("retired(\"state.Opened\")", () -> Store.of(both.dictionary(), withoutState(Evolution.declare())));
    Store now = Store.of(both.dictionary(), withoutState(Evolution.declare().retired("state.Opened")));
    assertEquals(EVENT, read(both, now, Role.EVENT, EVENT));
    refused("the type state.Opened is declared retired, and Opened has that name",
        () -> both(Evolution.declare().retired("state.Opened")));
    refused("the type Opened is declared retired, and Opened has that name",
        () -> both(Evolution.declare().retired("Opened")));
  }

  @Test
  void each_may_have_been_renamed_from_the_name_of_the_other() {
    Store both = Store.of(TypeDictionary.EMPTY, both(Evolution.declare()));
    Store renamed = Store.of(both.dictionary(), Store.schema(MethodHandles.lookup(), Renamed.Event.class,
        Renamed.State.class, Evolution.declare().formerly(Renamed.Begun.class, "Opened")
            .formerly(Renamed.Running.class, "Opened").retired("Empty")));
    assertEquals(new Renamed.Begun("Ada"), read(both, renamed, Role.EVENT, EVENT));
    assertEquals(new Renamed.Running("Zoe", List.of(), null),
        read(both, renamed, Role.STATE, new States.Opened("Zoe", List.of(), null)));
  }

  static class Renamed {
    sealed interface Event {}

    record Begun(String owner) implements Event {}

    record Closed(String why) implements Event {}

    sealed interface State {}

    record Running(String owner, List<Running> before, State inner) implements State {}
  }

  private static void assertRead(Store writer, Store reader) {
    assertEquals(EVENT, read(writer, reader, Role.EVENT, EVENT));
    assertEquals(STATE, read(writer, reader, Role.STATE, STATE));
  }

  private static List<String> types(Store store) {
    return store.dictionary().all().stream().map(type -> type.role().word() + " " + type.name() + " " + type.version())
        .toList();
  }

  private static ActorSchema both(Evolution evolution) {
    return Store.schema(MethodHandles.lookup(), OneName.Event.class, States.State.class, evolution);
  }

  private static ActorSchema withoutEvent(Evolution evolution) {
    return Store.schema(MethodHandles.lookup(), OtherEvents.Event.class, States.State.class, evolution);
  }

  private static ActorSchema withoutState(Evolution evolution) {
    return Store.schema(MethodHandles.lookup(), OneName.Event.class, OtherStates.State.class, evolution);
  }

  private static Object read(Store writer, Store reader, Role role, Object value) {
    byte[] bytes = writer.write(value);
    return reader.codec().read(role, writer.codec().typeId(value), bytes, 0, bytes.length);
  }

  private static void refused(String words, Executable use) {
    TypeRefused refused = assertThrows(TypeRefused.class, use);
    assertTrue(refused.getMessage().contains(words), refused.getMessage());
  }
}
