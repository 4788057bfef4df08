package dev.cairn.impl.codec;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The forms of an author's classes, with the ids and tags of one store. */
final class ClassVocabulary implements Vocabulary {
  private final SchemaScan scan;
  private final Map<Class<?>, TypeDefinition> definitions = new HashMap<>();
  private final Map<Class<?>, FieldsSerializer> serializers = new LinkedHashMap<>();
  private final Map<String, RecordForm> byName = new HashMap<>();

  ClassVocabulary(String actorType, SchemaScan scan, TypeDictionary dictionary) {
    this.scan = scan;
    scan.records.forEach((type, shape) -> {
      FieldsSerializer serializer = new RecordSerializer(shape);
      definitions.put(type, dictionary.newest(actorType, shape.name()).orElseThrow());
      serializers.put(type, serializer);
      byName.put(shape.name(), new RecordForm(serializer));
    });
    scan.records.forEach((type, shape) -> serializers.get(type).complete(slots(shape, definitions.get(type))));
  }

  Map<Class<?>, FieldsSerializer> serializers() {
    return serializers;
  }

  Map<Class<?>, Integer> ids() {
    Map<Class<?>, Integer> ids = new HashMap<>();
    definitions.forEach((type, definition) -> ids.put(type, definition.id()));
    return ids;
  }

  @Override
  public Form constant(String name) {
    return new EnumForm(scan.enums.get(name));
  }

  @Override
  public Form record(String name) {
    return byName.get(name);
  }

  @Override
  public Form oneOf(String name) {
    Map<Class<?>, Integer> ids = new HashMap<>();
    Map<Integer, RecordForm> records = new HashMap<>();
    for (Class<?> type : scan.choices.get(name)) {
      int id = definitions.get(type).id();
      ids.put(type, id);
      records.put(id, byName.get(type.getSimpleName()));
    }
    return new OneOfForm(ids, records);
  }

  @Override
  public Form set(Form element) {
    return new SetForm(element);
  }

  /** The tag follows the name, the index follows the class. */
  private List<Slot> slots(RecordShape shape, TypeDefinition definition) {
    Map<String, Integer> tags = new HashMap<>();
    definition.components().forEach(c -> tags.put(c.name(), c.tag()));
    Slot[] slots = new Slot[shape.components().size()];
    for (int i = 0; i < slots.length; i++) {
      ComponentShape component = shape.components().get(i);
      slots[i] = new Slot(tags.get(component.name()), component.name(), i, form(component.kind()), component.absence());
    }
    return List.of(slots);
  }
}
