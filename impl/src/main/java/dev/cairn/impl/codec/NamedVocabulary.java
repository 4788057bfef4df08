package dev.cairn.impl.codec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The forms of all types that a dictionary defines for one actor type, without their classes. */
final class NamedVocabulary {
  private final Map<Integer, RecordForm> byId = new HashMap<>();
  private final Map<Kind.RecordOf, RecordForm> byVersion = new HashMap<>();

  NamedVocabulary(TypeDictionary dictionary, String actorType) {
    List<TypeDefinition> definitions = dictionary.ofActor(actorType);
    for (TypeDefinition definition : definitions) {
      RecordForm form = new RecordForm(new NamedSerializer(definition));
      byId.put(definition.id(), form);
      byVersion.put(new Kind.RecordOf(definition.name(), definition.version()), form);
    }
    definitions.forEach(definition -> byId.get(definition.id()).fields().complete(slots(definition)));
  }

  Map<Integer, RecordForm> byId() {
    return byId;
  }

  /** Sets are read as lists, because the map that a record becomes may not be hashed. */
  private Form form(Kind kind) {
    return switch (kind) {
      case Scalar scalar when scalar == Scalar.ZONE -> new ZoneNameForm();
      case Scalar scalar -> ValueForms.of(scalar);
      case Kind.EnumOf constant -> new TextForm();
      case Kind.ListOf list -> new ListForm(form(list.element()));
      case Kind.SetOf set -> new ListForm(form(set.element()));
      case Kind.MapOf map -> new MapForm(form(map.key()), form(map.value()));
      case Kind.OptionalOf optional -> form(optional.element());
      case Kind.RecordOf record -> record(record);
      case Kind.OneOf choice -> new NamedOneOfForm(byId);
      case Kind.FormOf form -> form(form.stored());
    };
  }

  private Form record(Kind.RecordOf kind) {
    RecordForm form = byVersion.get(kind);
    return form != null ? form : new UndefinedForm(kind.name());
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
