package dev.cairn.impl.codec;

import dev.cairn.impl.record.UnreadableRecord;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads values by a store's dictionary alone, without the author's classes. Made once for a dictionary; thread-safe.
 *
 * <p>A record becomes a {@code LinkedHashMap}, a list or set a {@code List}, a constant its name, an absent value null.
 */
public final class FieldReader {
  private final Map<Integer, FieldsSerializer> byId = new HashMap<>();
  private final KryoPool kryos = new KryoPool(Map.of());

  /** Prepares for all types of the dictionary. */
  public FieldReader(TypeDictionary dictionary) {
    dictionary.all().stream().map(TypeDefinition::actorType).distinct()
        .forEach(actorType -> new NamedVocabulary(dictionary, actorType).byId()
            .forEach((id, form) -> byId.put(id, form.fields())));
  }

  /**
   * Reads all these bytes as the components of a type, in the order of their tags.
   *
   * @throws UnreadableRecord with the rule that the bytes break
   */
  public LinkedHashMap<String, @Nullable Object> fields(int typeId, byte[] bytes, int offset, int length) {
    FieldsSerializer fields = byId.get(typeId);
    if (fields == null) {
      throw new UnreadableRecord("the type id " + typeId + " is not in the dictionary");
    }
    LinkedHashMap<String, @Nullable Object> named = new LinkedHashMap<>();
    Map<?, ?> read = (Map<?, ?>) kryos.read(bytes, offset, length, fields);
    read.forEach((name, value) -> named.put((String) name, value));
    return named;
  }
}
