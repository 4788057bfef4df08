package dev.cairn.impl.codec;

import dev.cairn.impl.record.FieldOutput;
import dev.cairn.impl.record.StoreId;
import dev.cairn.impl.record.UnreadableRecord;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The events of a store's manifest. Their types are built in. Thread-safe.
 *
 * <pre>
 * type id 1, store created: 1 store id (bytes, 16), 2 sealed (boolean)
 * type id 2, type defined:  1 type id (int), 2 actor type, 3 role, 4 name (strings), 5 version (int),
 *                           6 components (list of records: 1 tag (int), 2 name, 3 kind (strings))
 * type id 4, key in use:    1 key id (int)
 * type id 6, type unused:   1 type id (int)
 * </pre>
 */
public final class ManifestCodec {

  /** The type id of {@link StoreCreated}. */
  public static final int STORE_CREATED = 1;

  /** The type id of {@link TypeDefinition}. */
  public static final int TYPE_DEFINED = 2;

  /** Occurs only inside {@link #TYPE_DEFINED}, so its id is never written. */
  private static final int COMPONENT = 3;

  /** The type id of {@link KeyInUse}. */
  public static final int KEY_IN_USE = 4;

  /** The type id of {@link TypeUnused}; 5 is that of a reader's checkpoint. */
  public static final int TYPE_UNUSED = 6;

  private static final String MANIFEST = "_cairn";

  private static final TypeDictionary BUILT_IN = TypeDictionary.EMPTY
      .plus(define(STORE_CREATED, "StoreCreated", "id:bytes", "sealed:boolean"))
      .plus(define(TYPE_DEFINED, "TypeDefinition", "id:int", "actorType:string", "role:string", "name:string",
          "version:int",
          "components:list(record(ComponentDefinition))"))
      .plus(define(COMPONENT, "ComponentDefinition", "tag:int", "name:string", "kind:string"))
      .plus(define(KEY_IN_USE, "KeyInUse", "id:int"))
      .plus(define(TYPE_UNUSED, "TypeUnused", "id:int"));

  private final FieldReader reader = new FieldReader(BUILT_IN);
  private final Map<Integer, RecordForm> forms = new NamedVocabulary(BUILT_IN, MANIFEST).byId();
  private final KryoPool kryos = new KryoPool(Map.of());

  /** Appends the fields of a {@link StoreCreated}, whose type id is {@link #STORE_CREATED}. */
  public void write(StoreCreated created, FieldOutput out) {
    write(STORE_CREATED, Map.of("id", created.id().bytes(), "sealed", created.sealed()), out);
  }

  /** Appends the fields of a {@link TypeDefinition}, whose type id is {@link #TYPE_DEFINED}. */
  public void write(TypeDefinition type, FieldOutput out) {
    List<Map<String, Object>> components = type.components().stream()
        .map(c -> Map.<String, Object>of("tag", c.tag(), "name", c.name(), "kind", c.kind()))
        .toList();
    write(TYPE_DEFINED, Map.of("id", type.id(), "actorType", type.actorType(), "role", type.role().word(),
        "name", type.name(), "version", type.version(), "components", components), out);
  }

  /** Appends the fields of a {@link KeyInUse}, whose type id is {@link #KEY_IN_USE}. */
  public void write(KeyInUse key, FieldOutput out) {
    write(KEY_IN_USE, Map.of("id", key.id()), out);
  }

  /** Appends the fields of a {@link TypeUnused}, whose type id is {@link #TYPE_UNUSED}. */
  public void write(TypeUnused type, FieldOutput out) {
    write(TYPE_UNUSED, Map.of("id", type.id()), out);
  }

  /**
   * Reads an event of a manifest.
   *
   * @return a {@link StoreCreated}, a {@link TypeDefinition}, a {@link TypeUnused} or a {@link KeyInUse}
   * @throws UnreadableRecord if the bytes are none of these
   */
  public Object read(int typeId, byte[] bytes, int offset, int length) {
    Map<String, @Nullable Object> fields = reader.fields(typeId, bytes, offset, length);
    try {
      return switch (typeId) {
        case STORE_CREATED ->
            new StoreCreated(StoreId.of(of(fields, "id", byte[].class)), of(fields, "sealed", Boolean.class));
        case TYPE_DEFINED -> definition(fields);
        case KEY_IN_USE -> new KeyInUse(of(fields, "id", Integer.class));
        case TYPE_UNUSED -> new TypeUnused(of(fields, "id", Integer.class));
        default -> throw new UnreadableRecord("the type id " + typeId + " is not one of a manifest");
      };
    } catch (IllegalArgumentException e) {
      throw new UnreadableRecord("it is not a valid event of a manifest", e);
    }
  }

  private void write(int typeId, Map<String, Object> fields, FieldOutput out) {
    kryos.write(out, fields, forms.get(typeId).fields());
  }

  private static TypeDefinition definition(Map<String, @Nullable Object> fields) {
    List<?> stored = of(fields, "components", List.class);
    List<ComponentDefinition> components = stored.stream().map(each -> component((Map<?, ?>) each)).toList();
    return new TypeDefinition(of(fields, "id", Integer.class), of(fields, "actorType", String.class),
        Role.of(of(fields, "role", String.class)), of(fields, "name", String.class),
        of(fields, "version", Integer.class),
        components);
  }

  private static ComponentDefinition component(Map<?, ?> fields) {
    return new ComponentDefinition(of(fields, "tag", Integer.class), of(fields, "name", String.class),
        of(fields, "kind", String.class));
  }

  private static <T> T of(Map<?, ?> fields, String name, Class<T> type) {
    T value = type.cast(fields.get(name));
    if (value == null) {
      throw new UnreadableRecord("a manifest needs its field '" + name + "'");
    }
    return value;
  }

  private static TypeDefinition define(int id, String name, String... components) {
    ComponentDefinition[] defined = new ComponentDefinition[components.length];
    for (int i = 0; i < components.length; i++) {
      String[] parts = components[i].split(":", 2);
      defined[i] = new ComponentDefinition(i + 1, parts[0], parts[1]);
    }
    return new TypeDefinition(id, MANIFEST, Role.EVENT, name, 1, List.of(defined));
  }
}
