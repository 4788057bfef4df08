package dev.cairn.impl.schema;

import dev.cairn.api.ActorType;
import dev.cairn.api.StoredTypes.Misfit;
import dev.cairn.api.TypeRefused;
import dev.cairn.api.bind.FailureText;
import dev.cairn.impl.codec.ActorSchema;
import dev.cairn.impl.codec.BytesCodec;
import dev.cairn.impl.codec.PersonalTypes;
import dev.cairn.impl.codec.TypeDefinition;
import dev.cairn.impl.codec.TypeDictionary;
import dev.cairn.impl.journal.TypeSearch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares the types that a program declares with those that stores have recorded. Used by one thread, once. */
final class TypeComparison {
  private final Map<String, TypeDictionary> stores;
  private final RecordedTypes.Search search;
  private final DeclaredTypes declared;
  private final Set<String> elsewhere;
  private final List<Misfit> found = new ArrayList<>();

  TypeComparison(Map<String, TypeDictionary> stores, RecordedTypes.Search search, DeclaredTypes declared,
      Set<String> elsewhere) {
    this.stores = new TreeMap<>(stores);
    this.search = search;
    this.declared = declared;
    this.elsewhere = elsewhere;
  }

  List<Misfit> misfits() {
    stores.forEach((store, types) -> types.actorTypes().stream().filter(TypeComparison::isOfAuthor)
        .forEach(name -> compare(store, types, name)));
    declared.all().stream().filter(type -> !isRecorded(type))
        .forEach(type -> attempt(type.store(), type.name(), () -> fit(type.store(), TypeDictionary.EMPTY, type)));
    return found;
  }

  /** Others are what the runtime writes down for itself: letters, slices, personal types. */
  private static boolean isOfAuthor(String name) {
    return !name.startsWith("_") && !name.contains("/");
  }

  private boolean isRecorded(ActorType<?, ?, ?> type) {
    return stores.values().stream().anyMatch(types -> !types.ofActor(type.name()).isEmpty());
  }

  private void compare(String store, TypeDictionary types, String name) {
    Collection<ActorType<?, ?, ?>> declarations = declared.of(store, name);
    declarations.forEach(type -> attempt(store, name, () -> fit(store, types, type)));
    if (declared.hasBytes(name)) {
      attempt(store, name, () -> new BytesCodec(name, types));
    } else if (declarations.isEmpty() && !elsewhere.contains(name)
        && !types.ofActor(name).stream().allMatch(BytesCodec::isBytes)) {
      found.add(new Misfit(store, name, missing(types, name)));
    }
  }

  private static String missing(TypeDictionary types, String name) {
    return "The program declares no type '" + name + "', of which " + types.ofActor(name).stream()
        .map(TypeDefinition::name).distinct().collect(Collectors.joining(", "))
        + " are recorded: nothing of it could be read. Declare the type under this name, which never changes, or name"
        + " it as one that another program reads.";
  }

  private void fit(String store, TypeDictionary types, ActorType<?, ?, ?> type) {
    ActorSchema schema = ActorSchema.of(type);
    if (type.isPersonal()) {
      PersonalTypes.requirePossible(types, type.name());
    }
    Map<Integer, TypeDefinition> retired = schema.retiredTypes(types).stream()
        .collect(Collectors.toMap(TypeDefinition::id, Function.identity()));
    if (!retired.isEmpty()) {
      search.first(store, type.name(), retired.keySet()).ifPresent(event -> {
        throw schema.refuseRetired(retired.get(TypeSearch.typeId(event)), event.stream(), event.sequence());
      });
    }
  }

  private void attempt(String store, String name, Runnable comparison) {
    try {
      comparison.run();
    } catch (TypeRefused e) {
      found.add(new Misfit(store, name, FailureText.of(e) + "."));
    }
  }
}
