package dev.cairn.impl.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.impl.record.FieldOutput;
import dev.cairn.impl.record.UnstorableValue;
import java.io.Serial;
import java.lang.invoke.MethodHandles;
import java.math.BigDecimal;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnstorableValueTest {

  sealed interface Event {}

  record Texts(List<String> texts, Set<String> set, Map<String, String> map) implements Event {}

  record Maybe(Optional<String> text) implements Event {}

  record Tree(List<Tree> children) implements Event {}

  record Amount(BigDecimal amount) implements Event {}

  record Angry(int n) implements Event {
    @Override
    public int n() {
      throw new IllegalStateException("not now");
    }
  }

  record Stranger(int n) {}

  private static final Store STORE = Store.of(MethodHandles.lookup(), Event.class, Event.class);

  @Test
  void a_class_that_is_not_of_the_actor_type_is_refused() {
    assertTrue(refused(new Stranger(1)).contains("Stranger"));
    assertTrue(refused("text").contains("java.lang.String"));
    assertTrue(refused(null).contains("null"));
    assertThrows(UnstorableValue.class, () -> STORE.codec().typeId(new Stranger(1)));
  }

  @Test
  void null_inside_a_collection_is_refused_at_its_component() {
    Set<String> set = new HashSet<>(Arrays.asList("a", null));
    Map<String, String> map = new HashMap<>();
    map.put("k", null);
    assertTrue(refused(new Texts(Arrays.asList("a", null), null, null)).contains("Texts.texts"));
    assertTrue(refused(new Texts(null, set, null)).contains("Texts.set"));
    assertTrue(refused(new Texts(null, null, map)).contains("Texts.map"));
  }

  @Test
  void an_optional_that_is_null_is_refused() {
    assertTrue(refused(new Maybe(null)).contains("Maybe.text"));
  }

  @Test
  void half_of_a_surrogate_pair_is_refused_at_its_component() {
    assertTrue(refused(new Maybe(Optional.of("\uD800"))).contains("Maybe.text"));
    assertTrue(refused(new Texts(List.of("ok", "\uDC00"), null, null)).contains("surrogate"));
  }

  @Test
  void a_value_that_contains_itself_is_refused() {
    List<Tree> children = new ArrayList<>();
    Tree tree = new Tree(children);
    children.add(tree);
    children.add(tree);
    assertTrue(refused(tree).contains("nested deeper than 64"));
  }

  @Test
  void a_hundred_thousand_levels_are_refused_and_sixty_four_are_not() {
    assertThrows(UnstorableValue.class, () -> Everything.STORE.write(Everything.chain(100_000)));
    assertThrows(UnstorableValue.class, () -> Everything.STORE.write(Everything.chain(65)));
    assertEquals(Everything.chain(64), Everything.STORE.again(Everything.chain(64)));
  }

  @Test
  void a_value_above_the_limit_of_its_output_is_refused() {
    FieldOutput small = new FieldOutput(100);
    Maybe large = new Maybe(Optional.of("x".repeat(100)));
    assertTrue(
        assertThrows(UnstorableValue.class, () -> STORE.codec().write(large, small)).rule().contains("100 bytes"));
  }

  @Test
  void a_subclass_of_a_value_type_is_refused() {
    assertTrue(refused(new Amount(new Sly())).contains("Amount.amount"));
  }

  @Test
  void what_throws_while_it_is_written_is_refused_with_its_cause() {
    UnstorableValue refused = assertThrows(UnstorableValue.class, () -> STORE.write(new Angry(1)));
    assertTrue(refused.rule().contains("Angry.n"), refused.rule());
  }

  @Test
  void a_collection_that_does_not_have_the_size_it_tells_is_refused() {
    assertTrue(refused(new Texts(new Endless(2), null, null)).contains("size"));
  }

  @Test
  @SuppressWarnings({ "unchecked", "rawtypes" })
  void what_the_compiler_did_not_see_is_refused() {
    assertTrue(refused(new Texts((List) List.of(1), null, null)).contains("Texts"));
    assertTrue(refused(new Tree((List) List.of(new Stranger(1)))).contains("Tree"));
  }

  @Test
  void a_codec_goes_on_after_a_refusal() {
    for (int i = 0; i < 100; i++) {
      assertThrows(UnstorableValue.class, () -> Everything.STORE.write(Everything.chain(1000)));
      assertEquals(Everything.values(), Everything.STORE.again(Everything.values()));
    }
  }

  private static String refused(Object value) {
    return assertThrows(UnstorableValue.class, () -> STORE.write(value)).rule();
  }

  private static final class Sly extends BigDecimal {
    @Serial
    private static final long serialVersionUID = 1;

    Sly() {
      super("1.0");
    }
  }

  private static final class Endless extends AbstractList<String> {
    private int size;

    Endless(int size) {
      this.size = size;
    }

    @Override
    public String get(int index) {
      return "x";
    }

    @Override
    public int size() {
      return size++;
    }
  }
}
