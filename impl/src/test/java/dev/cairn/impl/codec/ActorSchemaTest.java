package dev.cairn.impl.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.TypeRefused;
import java.lang.invoke.MethodHandles;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ActorSchemaTest {

  record State(int n) {}

  record WithObject(Object wrong) {}

  record WithArray(int[] wrong) {}

  record WithStrings(String[] wrong) {}

  record WithClass(URI wrong) {}

  record WithFunction(Supplier<String> wrong) {}

  record WithInterface(CharSequence wrong) {}

  record WithCollection(Collection<String> wrong) {}

  record WithArrayList(ArrayList<String> wrong) {}

  @SuppressWarnings("rawtypes")
  record WithRaw(List wrong) {}

  record WithWildcard(List<? extends State> wrong) {}

  record WithGenericArray(List<String>[] wrong) {}

  record Generic<T>(T wrong) {}

  record WithGeneric(Generic<String> wrong) {}

  record WithOptionalInside(List<Optional<String>> wrong) {}

  record WithOptionalOptional(Optional<Optional<String>> wrong) {}

  record WithHashedBytes(Set<byte[]> wrong) {}

  record WithKeyBytes(Map<byte[], String> wrong) {}

  record WithHashedLists(Set<List<byte[]>> wrong) {}

  record WithKeyMaps(Map<Map<String, byte[]>, String> wrong) {}

  record Blob(byte[] bytes) {}

  record Wrapped(Optional<Blob> blob) {}

  record WithHashedRecords(Set<Wrapped> wrong) {}

  record WithInnerHashed(List<Map<Blob, Long>> wrong) {}

  record WithHashedChoice(Set<Hashable> wrong) {}

  sealed interface Hashable {}

  record Number(int n) implements Hashable {}

  record Picture(List<Blob> parts, Set<Picture> others) implements Hashable {}

  record Content(byte[] bytes) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Content content && Arrays.equals(bytes, content.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }

  record WithContent(Set<Content> right, Map<List<Content>, byte[]> alsoRight) {}

  record Wide(long w0, long w1, long w2, long w3, long w4, long w5, long w6, long w7, long w8, long w9, long w10,
      long w11,
      long w12, long w13, long w14, long w15, long w16, long w17, long w18, long w19, long w20, long w21, long w22,
      long w23, long w24, long w25, long w26, long w27, long w28, long w29, long w30, long w31, long w32, long w33,
      long w34, long w35, long w36, long w37, long w38, long w39, long w40, long w41, long w42, long w43, long w44,
      long w45, long w46, long w47, long w48, long w49, long w50, long w51, long w52, long w53, long w54, long w55,
      long w56, long w57, long w58, long w59, long w60, long w61, long w62, long w63, long w64, long w65, long w66,
      long w67, long w68, long w69, long w70, long w71, long w72, long w73, long w74, long w75, long w76, long w77,
      long w78, long w79, long w80, long w81, long w82, long w83, long w84, long w85, long w86, long w87, long w88,
      long w89, long w90, long w91, long w92, long w93, long w94, long w95, long w96, long w97, long w98, long w99,
      long w100, long w101, long w102, long w103, long w104, long w105, long w106, long w107, long w108, long w109,
      long w110, long w111, long w112, long w113, long w114, long w115, long w116, long w117, long w118, long w119,
      long w120, long w121, long w122, long w123, long w124, long w125, long w126) {}

  record Outer(WithObject inner) {}

  record Deep(List<List<List<List<List<List<List<List<List<List<List<List<List<List<List<List<List<
      String>>>>>>>>>>>>>>>>> wrong) {}

  interface Open {}

  sealed interface Leaky {}

  non-sealed interface Leak extends Leaky {}

  sealed interface Classy {}

  static final class NoRecord implements Classy {}

  enum Signal implements Enumerated {
    ON
  }

  sealed interface Enumerated {}

  static class A {
    record Twin(int a) {}
  }

  static class B {
    record Twin(int b) {}
  }

  record Twins(A.Twin left, B.Twin right) {}

  @Test
  void a_component_that_cannot_be_stored_is_refused_by_name() {
    for (Class<?> events : List.of(WithObject.class, WithArray.class, WithStrings.class, WithClass.class,
        WithFunction.class, WithInterface.class, WithCollection.class, WithArrayList.class, WithRaw.class,
        WithWildcard.class, WithGenericArray.class, WithOptionalInside.class, WithOptionalOptional.class,
        WithHashedBytes.class, WithKeyBytes.class, WithHashedLists.class, WithKeyMaps.class, WithHashedRecords.class,
        WithInnerHashed.class, WithHashedChoice.class, Deep.class)) {
      refused(events, "component 'wrong' of " + events.getSimpleName(), "Nothing was written");
    }
  }

  @Test
  void the_refusal_says_what_is_wrong() {
    refused(WithObject.class, "could be anything");
    refused(WithArray.class, "int[]", "only byte[]");
    refused(WithClass.class, "URI", "not a record");
    refused(WithFunction.class, "Supplier", "behaviour");
    refused(WithInterface.class, "CharSequence", "not a sealed interface");
    refused(WithRaw.class, "raw java.util.List");
    refused(WithWildcard.class, "leaves open");
    refused(WithOptionalInside.class, "Optional inside");
    refused(WithHashedBytes.class, "arrays are never equal");
    refused(WithHashedRecords.class, "Blob", "equals and hashCode");
    refused(Outer.class, "component 'wrong' of WithObject");
  }

  @Test
  void a_record_that_compares_its_arrays_itself_stands_in_a_set_and_as_a_key() {
    assertEquals(3, Store.of(MethodHandles.lookup(), WithContent.class, State.class).dictionary().all().size());
  }

  @Test
  void a_record_that_is_too_wide_for_its_constructor_to_be_called_is_refused() {
    refused(Wide.class, "Wide has 127 components", "a record of their own", "Nothing was written");
  }

  @Test
  void a_generic_record_is_refused() {
    refused(Generic.class, "Generic is generic");
    refused(WithGeneric.class, "Generic is generic");
  }

  @Test
  void events_that_are_no_records_are_refused() {
    refused(Open.class, "Open is neither a record nor a sealed interface");
    refused(Leaky.class, "Leak, which Leaky permits, is not sealed");
    refused(Classy.class, "NoRecord, which Classy permits, is not a record");
    refused(Enumerated.class, "Signal, which Enumerated permits, is not a record");
    refused(String.class, "String is neither");
  }

  @Test
  void two_classes_with_one_name_are_refused_by_both_names() {
    refused(Twins.class, "A$Twin", "B$Twin");
  }

  @Test
  void a_record_that_the_lookup_does_not_reach_is_refused() {
    TypeRefused refused = assertThrows(TypeRefused.class,
        () -> Store.schema(MethodHandles.publicLookup(), State.class, State.class));
    assertTrue(refused.getMessage().contains("does not reach"), refused.getMessage());
  }

  @Test
  void a_class_stands_where_it_is_first_found() {
    Store store = Everything.STORE;
    assertEquals(Role.EVENT, role(store, Everything.Node.class));
    assertEquals(Role.STATE, role(store, Everything.Summary.class));
    assertEquals(Role.VALUE, role(store, Everything.Money.class));
    assertEquals(Role.VALUE, role(store, Everything.Group.class));
  }

  @Test
  void a_bound_schema_needs_its_types_to_be_written_down() {
    ActorSchema schema = Store.schema(MethodHandles.lookup(), State.class, State.class);
    assertThrows(IllegalStateException.class, () -> schema.bind(TypeDictionary.EMPTY));
  }

  private static Role role(Store store, Class<?> type) {
    return store.dictionary().find(store.id(type)).orElseThrow().role();
  }

  private static void refused(Class<?> events, String... words) {
    TypeRefused refused = assertThrows(TypeRefused.class,
        () -> Store.schema(MethodHandles.lookup(), events, State.class), events.getSimpleName());
    for (String word : words) {
      assertTrue(refused.getMessage().contains(word), refused.getMessage());
    }
  }
}
