package dev.cairn.impl.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.TypeRefused;
import java.lang.invoke.MethodHandles;
import java.net.URI;
import java.util.ArrayList;
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
  void aComponentThatCannotBeStoredIsRefusedByName() {
    for (Class<?> events : List.of(WithObject.class, WithArray.class, WithStrings.class, WithClass.class,
        WithFunction.class, WithInterface.class, WithCollection.class, WithArrayList.class, WithRaw.class,
        WithWildcard.class, WithGenericArray.class, WithOptionalInside.class, WithOptionalOptional.class,
        WithHashedBytes.class, WithKeyBytes.class, Deep.class)) {
      refused(events, "component 'wrong' of " + events.getSimpleName(), "Nothing was written");
    }
  }

  @Test
  void theRefusalSaysWhatIsWrong() {
    refused(WithObject.class, "could be anything");
    refused(WithArray.class, "int[]", "only byte[]");
    refused(WithClass.class, "URI", "not a record");
    refused(WithFunction.class, "Supplier", "behaviour");
    refused(WithInterface.class, "CharSequence", "not a sealed interface");
    refused(WithRaw.class, "raw java.util.List");
    refused(WithWildcard.class, "leaves open");
    refused(WithOptionalInside.class, "Optional inside");
    refused(WithHashedBytes.class, "arrays are never equal");
    refused(Outer.class, "component 'wrong' of WithObject");
  }

  @Test
  void aGenericRecordIsRefused() {
    refused(Generic.class, "Generic is generic");
    refused(WithGeneric.class, "Generic is generic");
  }

  @Test
  void eventsThatAreNoRecordsAreRefused() {
    refused(Open.class, "Open is neither a record nor a sealed interface");
    refused(Leaky.class, "Leak, which Leaky permits, is not sealed");
    refused(Classy.class, "NoRecord, which Classy permits, is not a record");
    refused(Enumerated.class, "Signal, which Enumerated permits, is not a record");
    refused(String.class, "String is neither");
  }

  @Test
  void twoClassesWithOneNameAreRefusedByBothNames() {
    refused(Twins.class, "A$Twin", "B$Twin");
  }

  @Test
  void aRecordThatTheLookupDoesNotReachIsRefused() {
    TypeRefused refused = assertThrows(TypeRefused.class,
        () -> Store.schema(MethodHandles.publicLookup(), State.class, State.class));
    assertTrue(refused.getMessage().contains("does not reach"), refused.getMessage());
  }

  @Test
  void aClassStandsWhereItIsFirstFound() {
    Store store = Everything.STORE;
    assertEquals(Role.EVENT, role(store, Everything.Node.class));
    assertEquals(Role.STATE, role(store, Everything.Summary.class));
    assertEquals(Role.VALUE, role(store, Everything.Money.class));
    assertEquals(Role.VALUE, role(store, Everything.Group.class));
  }

  @Test
  void aBoundSchemaNeedsItsTypesToBeWrittenDown() {
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
