package dev.cairn.impl.codec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The forms of an author's classes, with the ids and tags of one store, in every version that the store knows. */
final class ClassForms {
  private final SchemaScan scan;
  private final Declared declared;
  private final Map<Class<?>, Integer> ids = new HashMap<>();
  private final Map<Class<?>, FieldsSerializer> byClass = new LinkedHashMap<>();
  private final Map<Integer, FieldsSerializer> byId = new HashMap<>();
  private final Map<Kind.RecordOf, FieldsSerializer> byVersion = new HashMap<>();
  private final Set<Integer> ignored;
  private final Map<Integer, Reading> readings = new HashMap<>();

  ClassForms(SchemaScan scan, Declared declared, Lineages lineages) {
    this.scan = scan;
    this.declared = declared;
    for (Class<?> type : scan.current) {
      FieldsSerializer serializer = new RecordSerializer(scan.records.get(type));
      ids.put(type, lineages.current(type).id());
      byClass.put(type, serializer);
      byId.put(lineages.current(type).id(), serializer);
    }
    for (Reading reading : lineages.readings()) {
      TypeDefinition stored = reading.stored();
      byId.computeIfAbsent(stored.id(), id -> new FormerSerializer(reading));
      byVersion.put(new Kind.RecordOf(stored.name(), stored.version()), byId.get(stored.id()));
      readings.put(stored.id(), reading);
    }
    lineages.retiredTypes().forEach(stored -> byId.put(stored.id(), new RetiredSerializer(stored.name(), "retired")));
    lineages.ignoredTypes().forEach(stored -> byId.put(stored.id(), new RetiredSerializer(stored.name(), "ignored")));
    ignored = lineages.ignoredTypes().stream().filter(stored -> stored.role() == Role.EVENT).map(TypeDefinition::id)
        .collect(Collectors.toSet());
    lineages.readings().forEach(reading -> byId.get(reading.stored().id()).complete(slots(reading)));
  }

  /** The type ids of the classes of the actor type. */
  Map<Class<?>, Integer> ids() {
    return ids;
  }

  /** The serializers that write these classes. */
  Map<Class<?>, FieldsSerializer> byClass() {
    return byClass;
  }

  /** The serializers that read each version. */
  Map<Integer, FieldsSerializer> byId() {
    return byId;
  }

  /** The serializers that read each version that can have a role, and those of retired types, which refuse to read. */
  Map<Integer, FieldsSerializer> byId(Role role) {
    Map<Integer, FieldsSerializer> standing = new HashMap<>(byId);
    standing.keySet().removeIf(id -> readings.containsKey(id) && !readings.get(id).stands(scan, role));
    return standing;
  }

  /** The ids of the events that are passed over. */
  Set<Integer> ignored() {
    return ignored;
  }

  /** The tag is that of the version, the index is that of the class. */
  private List<Slot> slots(Reading reading) {
    List<Slot> slots = new ArrayList<>();
    for (ComponentDefinition stored : reading.stored().components()) {
      Kind kind = Kind.parse(stored.kind());
      String name = reading.names().get(stored.tag());
      if (name == null) {
        slots.add(new Slot(stored.tag(), stored.name(), -1, new PassedOverForm(kind.wire()),
            Slot.Absence.PASSED_OVER));
      } else {
        ComponentShape component = reading.shape().require(name);
        int index = reading.shape().components().indexOf(component);
        slots.add(new Slot(stored.tag(), name, index, form(kind, component.kind()), component.absence()));
      }
    }
    return slots;
  }

  /** The form of values that were stored as one kind, and are read or written as a fitting kind of a class. */
  private Form form(Kind stored, Kind now) {
    return switch (now) {
      case Scalar scalar -> ValueForms.of(scalar);
      case Kind.EnumOf constant -> constant(scan.enums.get(constant.name()));
      case Kind.ListOf list -> new ListForm(form(((Kind.ListOf) stored).element(), list.element()));
      case Kind.SetOf set -> new SetForm(form(((Kind.SetOf) stored).element(), set.element()));
      case Kind.MapOf map ->
          new MapForm(form(((Kind.MapOf) stored).key(), map.key()), form(((Kind.MapOf) stored).value(), map.value()));
      case Kind.OptionalOf optional -> form(((Kind.OptionalOf) stored).element(), optional.element());
      case Kind.RecordOf record -> new RecordForm(byVersion.get((Kind.RecordOf) stored));
      case Kind.OneOf choice -> oneOf(scan.choices.get(choice.name()));
      case Kind.FormOf form -> new ConvertedForm<>(form.codec(), form(stored, form.stored()));
    };
  }

  private Form constant(Class<?> type) {
    return new EnumForm(type, declared.constants(type));
  }

  private Form oneOf(Set<Class<?>> choice) {
    Map<Class<?>, Integer> written = new HashMap<>(ids);
    written.keySet().retainAll(choice);
    Map<Integer, RecordForm> read = new HashMap<>();
    byId.forEach((id, serializer) -> {
      Reading reading = readings.get(id);
      if (reading == null || choice.contains(reading.end())) {
        read.put(id, new RecordForm(serializer));
      }
    });
    return new OneOfForm(written, read);
  }
}
