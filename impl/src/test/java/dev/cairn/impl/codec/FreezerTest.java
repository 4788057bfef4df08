package dev.cairn.impl.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.impl.record.UnstorableValue;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What becomes of a state before anybody sees it. */
class FreezerTest {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  record Happened(List<String> names, byte[] picture) {}

  record Plain(long number, String name, Optional<Long> perhaps) {}

  record Flat(List<String> list, Set<Integer> set, Map<String, Integer> map) {}

  record Deep(List<Flat> flats, Map<String, List<Flat>> byName, Optional<Flat> one) {}

  sealed interface Tree {}

  record Leaf(long number) implements Tree {}

  record Branch(List<Tree> trees) implements Tree {}

  record Copying(List<String> list) {
    Copying {
      list = new ArrayList<>(list);
    }
  }

  record Choosy(List<String> list) {
    Choosy {
      if (!(list instanceof ArrayList)) {
        throw new IllegalArgumentException("no");
      }
    }
  }

  record Picture(byte[] bytes) {}

  private static ActorCodec codec(Class<?> state) {
    return Store.of(LOOKUP, Happened.class, state).codec();
  }

  private static Flat flat() {
    return new Flat(new ArrayList<>(List.of("a")), new TreeSet<>(Set.of(2, 1)), new HashMap<>(Map.of("a", 1)));
  }

  private static void isFixed(Flat flat) {
    assertThrows(UnsupportedOperationException.class, () -> flat.list().add("b"));
    assertThrows(UnsupportedOperationException.class, () -> flat.set().remove(1));
    assertThrows(UnsupportedOperationException.class, () -> flat.map().put("b", 2));
    assertEquals(List.of(1, 2), List.copyOf(flat.set()));
  }

  @Test
  void what_holds_nothing_modifiable_stays_the_very_same_object() {
    Plain plain = new Plain(1, "a", Optional.of(2L));
    assertSame(plain, codec(Plain.class).freeze(plain));
    Flat fixed = new Flat(List.of("a"), Set.of(1), Collections.unmodifiableMap(new HashMap<>(Map.of("a", 1))));
    assertSame(fixed, codec(Flat.class).freeze(fixed));
    Leaf leaf = new Leaf(1);
    assertSame(leaf, codec(Tree.class).freeze((Tree) leaf));
  }

  @Test
  void collections_become_unmodifiable_and_stay_equal() {
    Flat before = flat();
    Flat after = codec(Flat.class).freeze(before);
    assertEquals(before, after);
    assertEquals(after, before);
    assertEquals(before.hashCode(), after.hashCode());
    assertEquals(before.toString(), after.toString());
    isFixed(after);
    assertSame(after, codec(Flat.class).freeze(after));
  }

  @Test
  void records_in_collections_and_optionals_are_made_anew() {
    Deep before = new Deep(new LinkedList<>(List.of(flat())), new HashMap<>(Map.of("a", Arrays.asList(flat(), flat()))),
        Optional.of(flat()));
    Deep after = codec(Deep.class).freeze(before);
    assertEquals(before, after);
    assertEquals(before.hashCode(), after.hashCode());
    isFixed(after.flats().getFirst());
    isFixed(after.byName().get("a").getLast());
    isFixed(after.one().orElseThrow());
    assertThrows(UnsupportedOperationException.class, () -> after.flats().clear());
    assertThrows(UnsupportedOperationException.class, () -> after.byName().clear());
    assertThrows(UnsupportedOperationException.class, () -> after.byName().get("a").set(0, flat()));
    assertTrue(after.byName().containsKey("a"));
    assertFalse(after.byName().containsKey("b"));
  }

  @Test
  void what_was_looked_into_is_not_looked_into_again() {
    ActorCodec codec = codec(Tree.class);
    Branch frozen = (Branch) codec.freeze((Tree) new Branch(new ArrayList<>(List.of(new Leaf(1)))));
    List<Tree> more = new ArrayList<>(List.of(frozen));
    Branch next = (Branch) codec.freeze((Tree) new Branch(more));
    assertSame(frozen, next.trees().getFirst());
    assertSame(next, codec.freeze((Tree) next));
  }

  @Test
  void a_record_that_makes_a_collection_of_its_own_stays_as_it_is_and_is_known_to_be_modifiable() {
    ActorCodec codec = codec(Copying.class);
    assertFalse(codec.leavesStatesModifiable());
    Copying before = new Copying(List.of("a"));
    assertSame(before, codec.freeze(before));
    assertTrue(codec.leavesStatesModifiable());
    assertTrue(codec(Picture.class).leavesStatesModifiable());
  }

  @Test
  void a_record_that_refuses_its_own_components_is_told() {
    UnstorableValue told = assertThrows(UnstorableValue.class,
        () -> codec(Choosy.class).freeze(new Choosy(new ArrayList<>())));
    assertEquals(
        "the constructor of Choosy refuses its own components when their collections are unmodifiable, as they "
            + "are once they were stored",
        told.rule());
  }

  @Test
  void an_event_shares_nothing_with_its_sender_that_a_state_could_keep() {
    List<String> names = new ArrayList<>(List.of("a"));
    byte[] bytes = { 1 };
    Happened copy = codec(Picture.class).copy(List.of(new Happened(names, bytes))).getFirst();
    names.add("b");
    bytes[0] = 2;
    assertEquals(List.of("a"), copy.names());
    assertEquals(1, copy.picture()[0]);
    List<String> view = Collections.unmodifiableList(names);
    assertNotSame(view, codec(Plain.class).copy(List.of(new Happened(view, bytes))).getFirst().names());
    Happened fixed = new Happened(List.of("a"), bytes);
    assertSame(fixed, codec(Plain.class).copy(List.of(fixed)).getFirst());
  }
}
