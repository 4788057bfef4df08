package dev.cairn.impl.codec;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.Evolution;
import dev.cairn.api.TypeRefused;
import dev.cairn.api.ValueCodec;
import dev.cairn.api.bind.ActorTypeLookup;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Walks from the events and the state of an actor type to every class that its records can hold. */
final class SchemaScan {
  /** Begins the stored name of a state if an event has its simple name. No class has such a simple name. */
  static final String STATE_APART = "state.";

  private static final Set<Class<?>> BUILT_IN = Set.of(List.class, Set.class, Map.class, Optional.class);

  /** All record classes. */
  final Map<Class<?>, RecordShape> records = new LinkedHashMap<>();
  /** The record classes of the actor type; the others only describe older records. */
  final Set<Class<?>> current;
  final Map<String, Class<?>> enums = new HashMap<>();
  final Map<String, Set<Class<?>>> choices = new HashMap<>();

  private final Map<Class<?>, ValueCodec<?, ?>> codecs = new HashMap<>();
  private final Map<String, Class<?>> names = new HashMap<>();
  private final Map<Class<?>, Role> roles = new HashMap<>();
  private final Queue<Class<?>> waiting = new ArrayDeque<>();
  private final String actorType;
  private final MethodHandles.Lookup lookup;
  private final Class<?> events;
  private final Class<?> state;
  private final List<Class<?>> commands;

  SchemaScan(ActorType<?, ?, ?> type) {
    this.actorType = type.name();
    this.lookup = ActorTypeLookup.of(type);
    this.events = type.events();
    this.state = type.state();
    this.commands = type.timedCommands();
    type.codecs().forEach(this::codec);
    top(events, Role.EVENT);
    if (state != Void.class) { // a type of streams without snapshots; actors are refused before
      top(state, Role.STATE);
    }
    commands.forEach(this::timed);
    drain();
    current = new LinkedHashSet<>(records.keySet());
    type.evolution().changes().forEach(change -> {
      if (change instanceof Evolution.Upcast<?, ?> upcast) {
        record(upcast.from(), Role.VALUE);
      } else if (change instanceof Evolution.Split<?> split) {
        record(split.from(), Role.VALUE);
      }
    });
    drain();
    new EqualityCheck(this).all();
  }

  /** Walks from the commands of an actor type; {@link #kind} adds what answers and refusals hold. */
  SchemaScan(ActorType<?, ?, ?> type, Class<?> commands) {
    this.actorType = type.name();
    this.lookup = ActorTypeLookup.of(type);
    this.events = commands;
    this.state = Void.class;
    this.commands = List.of(commands);
    type.codecs().forEach(this::codec);
    top(commands, Role.COMMAND);
    drain();
    current = new LinkedHashSet<>(records.keySet());
  }

  /** The kind of a value that stands alone, with all that it can hold; {@code place} names it in a complaint. */
  Kind kind(String place, Type value) {
    Kind kind = new KindOf(this, place, value).kind();
    drain();
    return kind;
  }

  /** The codec that an author gave for a class. */
  @Nullable
  ValueCodec<?, ?> codec(Class<?> type) {
    return codecs.get(type);
  }

  /** The class that is stored under this name, or the enum or the sealed interface with this simple name. */
  @Nullable
  Class<?> type(String name) {
    return names.get(name);
  }

  /** Whether a value of the class can have this role. */
  boolean stands(Class<?> type, Role role) {
    return switch (role) {
      case EVENT -> events.isAssignableFrom(type);
      case STATE -> state.isAssignableFrom(type);
      case COMMAND -> commands.stream().anyMatch(each -> each.isAssignableFrom(type));
      case VALUE, ANSWER -> true;
    };
  }

  /** The classes of the actor type that can have this role. */
  Stream<Class<?>> standing(Role role) {
    return current.stream().filter(type -> stands(type, role));
  }

  /** Whether a value of this role can hold a sought kind. */
  boolean reaches(Role role, Predicate<Kind> sought) {
    return standing(role).anyMatch(type -> Reach.from(type, this, sought));
  }

  TypeRefused refuse(String rule) {
    return new TypeRefused(actorType, rule + ". Nothing was written.");
  }

  void record(Class<?> type, Role role) {
    if (type.getTypeParameters().length > 0) {
      throw refuse(type.getSimpleName() + " is generic; a stored record says what it holds");
    }
    if (roles.putIfAbsent(type, role) == null) {
      requireName(name(type), type);
      waiting.add(type);
    }
  }

  /** The name under which a record class is stored. The events are known before the states. */
  String name(Class<?> type) {
    Class<?> other = names.get(type.getSimpleName());
    boolean apart =
        other != null && other != type && roles.get(type) == Role.STATE && roles.get(other) == Role.EVENT;
    return apart ? STATE_APART + type.getSimpleName() : type.getSimpleName();
  }

  void choice(Class<?> type, Role role) {
    requireName(type.getSimpleName(), type);
    if (!choices.containsKey(type.getSimpleName())) {
      Set<Class<?>> permitted = new LinkedHashSet<>();
      choices.put(type.getSimpleName(), permitted);
      scanPermitted(type, permitted);
      permitted.forEach(record -> record(record, role));
    }
  }

  void constant(Class<?> type) {
    requireName(type.getSimpleName(), type);
    enums.put(type.getSimpleName(), type);
  }

  private void codec(ValueCodec<?, ?> codec) {
    Class<?> type = codec.type();
    if (BUILT_IN.contains(type) || Scalar.of(type) != null) {
      throw refuse("a ValueCodec is given for " + type.getSimpleName() + ", which needs none");
    }
    if (codecs.putIfAbsent(type, codec) != null) {
      throw refuse("two ValueCodecs are given for " + type.getSimpleName());
    }
  }

  private void drain() {
    while (!waiting.isEmpty()) {
      Class<?> next = waiting.remove();
      records.put(next, shape(next));
    }
  }

  private void top(Class<?> type, Role role) {
    if (type.isRecord()) {
      record(type, role);
    } else if (type.isInterface() && type.isSealed()) {
      choice(type, role);
    } else {
      throw refuse(
          type.getSimpleName() + " is neither a record nor a sealed interface of records, and so cannot be the "
              + role.word() + (role == Role.STATE ? "" : "s"));
    }
  }

  /** A command that durable timers send. */
  private void timed(Class<?> type) {
    if (!Command.class.isAssignableFrom(type)) {
      throw refuse(type.getSimpleName() + " is declared as what durable timers send, and is no command");
    }
    top(type, Role.COMMAND);
  }

  private void scanPermitted(Class<?> sealed, Set<Class<?>> found) {
    for (Class<?> type : sealed.getPermittedSubclasses()) {
      if (type.isRecord()) {
        found.add(type);
      } else if (type.isInterface() && type.isSealed()) {
        scanPermitted(type, found);
      } else {
        throw refuse(type.getSimpleName() + ", which " + sealed.getSimpleName() + " permits, is "
            + (type.isInterface() ? "not sealed" : "not a record"));
      }
    }
  }

  private void requireName(String name, Class<?> type) {
    Class<?> other = names.putIfAbsent(name, type);
    if (other != null && other != type) {
      throw refuse(
          "two classes have the name " + type.getSimpleName() + ": " + other.getName() + " and " + type.getName());
    }
  }

  private RecordShape shape(Class<?> type) {
    if (RecordHandles.places(type) > RecordHandles.MOST_PLACES) {
      throw refuse(type.getSimpleName() + " has " + type.getRecordComponents().length + " components, and its "
          + "constructor cannot be called with more than " + RecordHandles.MOST_PLACES
          + ", of which a long or a double "
          + "counts as two; put some of them into a record of their own");
    }
    RecordHandles handles = new RecordHandles(lookup, type);
    List<ComponentShape> components = new ArrayList<>();
    try {
      for (RecordComponent component : type.getRecordComponents()) {
        Kind kind = new KindOf(this, type, component).kind();
        components.add(new ComponentShape(component.getName(), kind, absence(component), handles.accessor(component)));
      }
      return new RecordShape(type, name(type), roles.get(type), List.copyOf(components), handles.constructor());
    } catch (IllegalAccessException | NoSuchMethodException e) {
      throw refuse("the lookup that was given to ActorType.of does not reach the record " + type.getName());
    }
  }

  private static Slot.Absence absence(RecordComponent component) {
    if (component.getType().isPrimitive()) {
      return Slot.Absence.FORBIDDEN;
    }
    return component.getType() == Optional.class ? Slot.Absence.EMPTY : Slot.Absence.NULL;
  }
}
