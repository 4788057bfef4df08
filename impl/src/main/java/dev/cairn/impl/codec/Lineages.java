package dev.cairn.impl.codec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares the classes of an actor type with their versions in a store. */
final class Lineages {
  private final String actorType;
  private final SchemaScan scan;
  private final Declared declared;
  private final KindFit fit;
  private final Map<Class<?>, Lineage> byOwner = new LinkedHashMap<>();
  private final List<TypeDefinition> retired = new ArrayList<>();
  private final List<TypeDefinition> ignored = new ArrayList<>();
  private final List<Reading> readings = new ArrayList<>();
  private final List<TypeDefinition> missing = new ArrayList<>();

  /** Throws {@code TypeRefused} if a class has an undeclared change. */
  Lineages(String actorType, SchemaScan scan, Declared declared, TypeDictionary dictionary) {
    this.actorType = actorType;
    this.scan = scan;
    this.declared = declared;
    this.fit = new KindFit(scan, declared, kind -> dictionary.find(actorType, kind.name(), kind.version())
        .map(TypeDefinition::role).orElse(Role.VALUE));
    List<String> complaints = new ArrayList<>();
    begin(dictionary, complaints);
    byOwner.values().forEach(lineage -> lineage.succeed(dictionary, actorType, complaints));
    refuse(complaints);
    byOwner.values().forEach(lineage -> readings.addAll(lineage.readings(complaints)));
    readings.forEach(reading -> checkRole(reading, complaints));
    refuse(complaints);
    advance(dictionary);
  }

  /** The definitions that must be stored, with the next free ids. */
  List<TypeDefinition> missing() {
    return missing;
  }

  List<Reading> readings() {
    return readings;
  }

  List<TypeDefinition> retiredTypes() {
    return retired;
  }

  /** The types that are passed over where a whole event is of them, and refused inside others. */
  List<TypeDefinition> ignoredTypes() {
    return ignored;
  }

  /** The definition by which a class of the actor type is written. */
  TypeDefinition current(Class<?> type) {
    return byOwner.get(type).current();
  }

  private void begin(TypeDictionary dictionary, List<String> complaints) {
    for (RecordShape shape : scan.records.values()) {
      if (declared.owner(shape.type()) == shape.type()) {
        byOwner.put(shape.type(), new Lineage(shape, formerShapes(shape), declared, fit));
      }
    }
    for (TypeDefinition definition : dictionary.ofActor(actorType)) {
      if (BytesCodec.isBytes(definition)) {
        throw scan.refuse("the store has bytes under this name, of the type " + definition.name()
            + ", which somebody has appended through StreamType.bytes. Give the type of records another name");
      }
      Class<?> owner = declared.owner(definition);
      if (owner != null) {
        byOwner.get(owner).add(definition, complaints);
      } else if (declared.isRetired(definition)) {
        retired.add(definition);
      } else if (declared.isIgnored(definition.name()) && definition.role() != Role.STATE) {
        ignored.add(definition);
      } else {
        complaints.add(declared.isIgnored(definition.name()) ? stateIgnored(definition.name())
            : gone(definition, declared.nameToDeclare(definition)));
      }
    }
  }

  private static String gone(TypeDefinition definition, String name) {
    return "the " + definition.role().word() + " " + name + " is gone: declare formerly(NOW.class, \"" + name
        + "\") for the class it is now, or an upcast, or retired(\"" + name + "\") if it is stored nowhere"
        + (definition.role() == Role.EVENT ? ", or ignored(\"" + name + "\") to give up its stored events" : "");
  }

  private static String stateIgnored(String name) {
    return name + " is declared ignored and is a state, and only events can be ignored: declare retired(\"" + name
        + "\"), and it is made of the events";
  }

  private List<RecordShape> formerShapes(RecordShape owner) {
    List<RecordShape> former = new ArrayList<>();
    for (RecordShape shape : scan.records.values()) {
      if (shape != owner && declared.old(shape.type()) && declared.owner(shape.type()) == owner.type()) {
        if (shape.kinds().equals(owner.kinds()) || former.stream().anyMatch(f -> f.kinds().equals(shape.kinds()))) {
          throw scan.refuse("the upcast from " + shape.name() + " cannot be told apart: another shape of "
              + owner.name() + " has the same components");
        }
        former.add(shape);
      }
    }
    return former;
  }

  private void checkRole(Reading reading, List<String> complaints) {
    TypeDefinition stored = reading.stored();
    if (!reading.stands(scan, stored.role())) {
      Class<?> end = reading.end();
      complaints.add("the " + stored.role().word() + " " + stored.name() + (end == null
          ? " would be split, and only a whole event can be"
          : " would be read as " + end.getSimpleName() + ", which is none any more"));
    }
  }

  private void advance(TypeDictionary dictionary) {
    int firstId = dictionary.nextId();
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Class<?> type : scan.current) {
        changed |= byOwner.get(type).advance(this::version, dictionary);
      }
    }
    for (Class<?> type : scan.current) {
      Optional<TypeDefinition> next = byOwner.get(type).missing(firstId + missing.size(), actorType, this::version);
      next.ifPresent(missing::add);
    }
  }

  private int version(String name) {
    Lineage lineage = byOwner.get(scan.type(name));
    return lineage == null ? 1 : lineage.version();
  }

  private void refuse(List<String> complaints) {
    if (!complaints.isEmpty()) {
      throw scan.refuse(complaints.size() == 1
          ? "its records are not as the store has written them down: " + complaints.getFirst()
          : "its records are not as the store has written them down:\n  - " + String.join("\n  - ", complaints)
              + "\n" + complaints.size() + " differences");
    }
  }
}
