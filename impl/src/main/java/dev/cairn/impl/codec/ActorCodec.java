package dev.cairn.impl.codec;

import dev.cairn.impl.record.FieldOutput;
import dev.cairn.impl.record.UnknownType;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.impl.record.UnstorableValue;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the events and states of one actor type as fields of one store, and decodes them. Thread-safe.
 *
 * <p>The output limits the size of a value.
 */
public final class ActorCodec implements StreamCodec {
  private final Map<Class<?>, Integer> ids;
  private final Map<Class<?>, FieldsSerializer> byClass;
  private final Map<Integer, FieldsSerializer> byId;
  private final Map<Role, Map<Integer, FieldsSerializer>> byRole = new EnumMap<>(Role.class);
  private final Set<Integer> ignored;
  private final KryoPool kryos;
  private final Freezer states;
  private final Freezer events;
  private final boolean copiesEvents;
  private final boolean leavesArrays;

  ActorCodec(ClassForms forms, SchemaScan scan) {
    this.ids = forms.ids();
    this.byClass = forms.byClass();
    this.byId = forms.byId();
    this.ignored = forms.ignored();
    this.kryos = new KryoPool(byClass);
    for (Role role : Role.values()) {
      byRole.put(role, forms.byId(role));
    }
    this.states = new Freezer(scan, FrozenPart.Way.VIEW);
    boolean arrays = scan.reaches(Role.STATE, kind -> kind == Scalar.BYTES);
    this.events = new Freezer(scan, arrays ? FrozenPart.Way.COPY_WITH_ARRAYS : FrozenPart.Way.COPY);
    this.copiesEvents = scan.standing(Role.EVENT).anyMatch(events::concerns);
    this.leavesArrays = arrays || scan.reaches(Role.STATE, Kind.FormOf.class::isInstance);
  }

  /**
   * Returns a state in which no collection can be modified: the given object, or an equal one.
   *
   * @throws UnstorableValue if the constructor of a record refuses such collections
   */
  @SuppressWarnings("unchecked") // a record is rebuilt by its own class
  public <S> S freeze(S state) {
    return (S) states.freeze(state);
  }

  /**
   * Returns the same or equal events, which share no modifiable collection with these, nor arrays if states hold some.
   *
   * @throws UnstorableValue if the constructor of a record refuses them
   */
  @SuppressWarnings("unchecked") // as above
  public <E> List<? extends E> copy(List<? extends E> given) {
    if (!copiesEvents) {
      return given;
    }
    List<E> copies = new ArrayList<>(given.size());
    for (E event : given) {
      copies.add((E) events.freeze(event));
    }
    return copies;
  }

  /** Whether frozen states can still be modified, for example by arrays. */
  public boolean leavesStatesModifiable() {
    return leavesArrays || states.metOwnCollections();
  }

  @Override
  public int typeId(Role role, Object value) {
    return typeId(value);
  }

  /**
   * Returns the type id that goes into the header of the value's record.
   *
   * @throws UnstorableValue if its class is not one of the actor type
   */
  public int typeId(Object value) {
    return require(ids, value);
  }

  @Override
  public void write(Object value, FieldOutput out) {
    kryos.write(out, value, require(byClass, value));
  }

  /**
   * Decodes an event or a state from exactly these bytes.
   *
   * @param role which of the two
   * @return the state; or the event, or {@link SeveralEvents} where it is not exactly one
   * @throws UnreadableRecord with the rule that the bytes break; the cause is the exception of a constructor
   */
  public Object read(Role role, int typeId, byte[] bytes, int offset, int length) {
    if (role == Role.EVENT && ignored.contains(typeId)) {
      return SeveralEvents.IGNORED;
    }
    return read(byRole.get(role), role, typeId, bytes, offset, length);
  }

  /** Whether this codec reads values of a type. */
  public boolean knows(int typeId) {
    return byId.containsKey(typeId);
  }

  /** Decodes a value of any type that the store knows. */
  Object read(int typeId, byte[] bytes, int offset, int length) {
    return read(byId, Role.VALUE, typeId, bytes, offset, length);
  }

  private Object read(Map<Integer, FieldsSerializer> known, Role role, int typeId, byte[] bytes, int offset,
      int length) {
    FieldsSerializer fields = known.get(typeId);
    if (fields == null) {
      throw new UnknownType(typeId, "the type id " + typeId + " is no " + role.word() + " of this actor type");
    }
    return kryos.read(bytes, offset, length, fields);
  }

  private static <T> T require(Map<Class<?>, T> byClass, @Nullable Object value) {
    if (value == null) {
      throw new UnstorableValue("it is null");
    }
    T found = byClass.get(value.getClass());
    if (found == null) {
      throw new UnstorableValue("its class " + value.getClass().getName() + " is not one of the actor type");
    }
    return found;
  }
}
