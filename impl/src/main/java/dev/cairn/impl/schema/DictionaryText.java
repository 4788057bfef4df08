package dev.cairn.impl.schema;

import dev.cairn.impl.codec.ComponentDefinition;
import dev.cairn.impl.codec.Role;
import dev.cairn.impl.codec.TypeDefinition;
import dev.cairn.impl.codec.TypeDictionary;
import dev.cairn.impl.codec.TypeUnused;
import dev.cairn.impl.json.JsonObject;
import dev.cairn.impl.json.JsonText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Type dictionaries as JSON, with one component in a line.
 *
 * <pre>{@code
 * {
 *   "format": 1,
 *   "stores": [
 *     { "store": "main", "types": [
 *       { "id": 16, "actorType": "account", "role": "event", "name": "Deposited", "version": 1, "unused": false,
 *         "components": [
 *           { "tag": 1, "name": "cents", "kind": "long" }
 *         ] }
 *     ] }
 *   ]
 * }
 * }</pre>
 */
final class DictionaryText {
  private static final long FORMAT = 1;

  private DictionaryText() {}

  static String write(Map<String, TypeDictionary> stores) {
    List<String> all = new ArrayList<>();
    new TreeMap<>(stores).forEach((store, types) -> all.add("    { \"store\": " + JsonText.quoted(store)
        + ", \"types\": [" + lines(types.all().stream().map(type -> type(types, type)).toList(), "    ") + "] }"));
    return "{\n  \"format\": " + FORMAT + ",\n  \"stores\": [" + lines(all, "  ") + "]\n}\n";
  }

  private static String lines(List<String> items, String indent) {
    return items.isEmpty() ? "" : items.stream().collect(Collectors.joining(",\n", "\n", "\n" + indent));
  }

  private static String type(TypeDictionary types, TypeDefinition type) {
    return "      { \"id\": " + type.id() + ", \"actorType\": " + JsonText.quoted(type.actorType()) + ", \"role\": "
        + JsonText.quoted(type.role().word()) + ", \"name\": " + JsonText.quoted(type.name()) + ", \"version\": "
        + type.version() + ", \"unused\": " + types.unusedTypes().contains(new TypeUnused(type.id()))
        + ",\n        \"components\": ["
        + lines(type.components().stream().map(DictionaryText::component).toList(), "        ") + "] }";
  }

  private static String component(ComponentDefinition component) {
    return "          { \"tag\": " + component.tag() + ", \"name\": " + JsonText.quoted(component.name())
        + ", \"kind\": " + JsonText.quoted(component.kind()) + " }";
  }

  /**
   * Reads what {@link #write} has written.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static Map<String, TypeDictionary> read(String text) {
    JsonObject all = new JsonObject(JsonText.parse(text));
    if (all.number("format") != FORMAT) {
      throw new IllegalArgumentException("its format is " + all.number("format") + ", and this version knows " + FORMAT
          + " only; a newer version has written it");
    }
    Map<String, TypeDictionary> stores = new TreeMap<>();
    for (JsonObject store : all.objects("stores")) {
      if (stores.put(store.text("store"), dictionary(store.objects("types"))) != null) {
        throw new IllegalArgumentException("it has the store " + store.text("store") + " twice");
      }
    }
    return stores;
  }

  private static TypeDictionary dictionary(List<JsonObject> types) {
    TypeDictionary dictionary = TypeDictionary.EMPTY;
    Set<TypeUnused> unused = new HashSet<>();
    for (JsonObject type : types) {
      TypeDefinition definition = definition(type);
      dictionary = dictionary.with(definition);
      if (type.truth("unused")) {
        unused.add(new TypeUnused(definition.id()));
      }
    }
    for (TypeUnused each : unused) {
      dictionary = dictionary.with(each);
    }
    return dictionary;
  }

  private static TypeDefinition definition(JsonObject type) {
    List<ComponentDefinition> components = type.objects("components").stream()
        .map(each -> new ComponentDefinition(each.integer("tag"), each.text("name"), each.text("kind"))).toList();
    return new TypeDefinition(type.integer("id"), type.text("actorType"), Role.of(type.text("role")),
        type.text("name"), type.integer("version"), components);
  }
}
