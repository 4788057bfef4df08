package dev.cairn.impl.codec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The forms of everything that a dictionary defines for one actor type, without any class. */
final class NamedVocabulary implements Vocabulary {
  private final Map<Integer, RecordForm> byId = new HashMap<>();
  private final Map<String, RecordForm> newest = new HashMap<>();

  NamedVocabulary(TypeDictionary dictionary, String actorType) {
    List<TypeDefinition> definitions = dictionary.ofActor(actorType);
    for (TypeDefinition definition : definitions) {
      RecordForm form = new RecordForm(new NamedSerializer(definition));
      byId.put(definition.id(), form);
      if (dictionary.newest(actorType, definition.name()).orElseThrow().equals(definition)) {
        newest.put(definition.name(), form);
      }
    }
    definitions.forEach(definition -> byId.get(definition.id()).fields().complete(slots(definition)));
  }

  Map<Integer, RecordForm> byId() {
    return byId;
  }

  @Override
  public Form constant(String name) {
    return new TextForm();
  }

  @Override
  public Form record(String name) {
    RecordForm form = newest.get(name);
    return form != null ? form : new UndefinedForm(name);
  }

  @Override
  public Form oneOf(String name) {
    return new NamedOneOfForm(byId);
  }

  @Override
  public Form set(Form element) {
    return new ListForm(element);
  }

  private List<Slot> slots(TypeDefinition definition) {
    List<Slot> slots = new ArrayList<>();
    for (ComponentDefinition component : definition.components()) {
      Kind kind = Kind.parse(component.kind());
      boolean always = kind instanceof Scalar scalar && scalar.isPrimitive();
      Slot.Absence absence = always ? Slot.Absence.FORBIDDEN : Slot.Absence.NULL;
      slots.add(new Slot(component.tag(), component.name(), slots.size(), form(kind), absence));
    }
    return slots;
  }
}
