package dev.cairn.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How the records of an actor type have changed since they were first stored. Declared with the type:
 *
 * <pre>{@code
 * static final ActorType<...> TYPE = ActorType.of(...).evolving(Evolution.declare()
 *     .added(Deposited.class, "currency", "EUR")
 *     .renamed(Withdrawn.class, "amount", "cents")
 *     .removed(Withdrawn.class, "clerk")
 *     .formerly(Closed.class, "Terminated")
 *     .retired("Frozen")
 *     .upcast(TransferredV1.class, Transferred.class, old -> new Transferred(old.to(), old.euros() * 100)));
 * }</pre>
 *
 * A system compares the declaration with the store when it first uses the type. An undeclared change, or a declaration
 * that contradicts the classes or the store, is {@link TypeRefused}, and nothing is written. A declared change is
 * recorded in the store, and from then on old records are read as the new classes; they are never rewritten. Keep a
 * declaration as long as a store with older records may be opened; it has no effect on a store without such records.
 *
 * <p>Immutable: each method returns a new value with one more declaration. Events, states, and all records and enums
 * within them evolve in the same way. {@code docs/events.md} lists every change and its declaration.
 */
public final class Evolution {
  private static final Evolution NOTHING = new Evolution(List.of());

  private final List<Change> changes;

  private Evolution(List<Change> changes) {
    this.changes = changes;
  }

  /** Returns the evolution that declares nothing yet. */
  public static Evolution declare() {
    return NOTHING;
  }

  /**
   * Declares a component that older records do not have.
   *
   * @param value its value in older records: an immutable value of the component's type
   */
  public Evolution added(Class<? extends Record> type, String component, @Nullable Object value) {
    return and(new Added(type, component, value));
  }

  /** Declares that older records have a component which this class does not have; its value is ignored. */
  public Evolution removed(Class<? extends Record> type, String component) {
    return and(new Removed(type, component));
  }

  /** Declares that a component had another name, with the same type and meaning. */
  public Evolution renamed(Class<? extends Record> type, String former, String component) {
    return and(new Renamed(type, former, component));
  }

  /** Declares that a record class had another simple name. */
  public Evolution formerly(Class<? extends Record> type, String former) {
    return and(new TypeRenamed(type, former));
  }

  /** Declares that a constant had another name, or replaces a deleted constant. */
  public Evolution formerly(Enum<?> constant, String former) {
    return and(new ConstantRenamed(constant, former));
  }

  /**
   * Declares that a record class was deleted and has no stored event. A store with such an event refuses the actor type
   * at its first use; for that it searches its log once.
   */
  public Evolution retired(String type) {
    return and(new TypeRetired(type));
  }

  /**
   * Declares that a constant was deleted and that no stored record contains it. A stored record that contains it is an
   * error.
   */
  public <C extends Enum<C>> Evolution retired(Class<C> type, String constant) {
    return and(new ConstantRetired(type, constant));
  }

  /**
   * Declares any other change: a separate record class keeps the former components, and a function makes the next
   * version from it. Stored records are recognized by their components: those with the components of {@code from} go
   * through the function. If {@code to} is itself an old version, its own upcast follows.
   *
   * <p>{@code from} has the logical name of {@code to}, unless {@link #formerly} gives it another name. It belongs to
   * no sealed interface of the actor type.
   *
   * @param step deterministic, without side effects, never returns null; called on any thread at each read
   */
  public <F extends Record, T extends Record> Evolution upcast(Class<F> from, Class<T> to,
      Function<? super F, ? extends T> step) {
    return and(new Upcast<>(from, to, step));
  }

  /**
   * Declares that one stored event is several events today, or one, or none: an upcast of a whole event that returns a
   * list. The stored event keeps its sequence and its offset. A recovery applies the list in its order as one step, and
   * a reader gets the event once and finds the list in {@link LoggedEvent#allAs}.
   *
   * <p>{@code from} keeps the former components, as for {@link #upcast}, and belongs to no sealed interface of the
   * actor type. Its logical name is its simple name, unless {@link #formerly} gives it another name. That may be the
   * name of a record of today: then the stored records with the components of {@code from} go through the function.
   *
   * @param step returns records of the actor type's events, or former records that are upcast further; deterministic,
   *     without side effects, never returns null; called on any thread at each read
   */
  public <F extends Record> Evolution split(Class<F> from, Function<? super F, ? extends List<?>> step) {
    return and(new Split<>(from, step));
  }

  /**
   * Declares that a record class was deleted, and that its stored events are given up: recoveries and readers pass them
   * over, and say so in the log and in {@link CairnListener.Recovered}. They stay stored, keep their sequences, and are
   * still shown by {@link LoggedEvent#fields} and the tools. A snapshot that was stored before keeps what the actor
   * made of them. Only whole events can be ignored: a record inside another one, or a state, cannot.
   */
  public Evolution ignored(String type) {
    return and(new Ignored(type));
  }

  /** The declared changes, in order. */
  public List<Change> changes() {
    return changes;
  }

  /** Whether the other one declares equal changes in the same order. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Evolution same && changes.equals(same.changes);
  }

  /** The same for equal declarations. */
  @Override
  public int hashCode() {
    return changes.hashCode();
  }

  private Evolution and(Change change) {
    List<Change> more = new ArrayList<>(changes);
    more.add(change);
    return new Evolution(List.copyOf(more));
  }

  private static String named(String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("A change needs the name of what has changed.");
    }
    return name;
  }

  /** One declared change. */
  public sealed interface Change {}

  /** See {@link Evolution#added}. */
  public record Added(Class<? extends Record> type, String component, @Nullable Object value) implements Change {

    /** Refuses missing parts. */
    public Added {
      Objects.requireNonNull(type, "type");
      named(component);
    }
  }

  /** See {@link Evolution#removed}. */
  public record Removed(Class<? extends Record> type, String component) implements Change {

    /** Refuses missing parts. */
    public Removed {
      Objects.requireNonNull(type, "type");
      named(component);
    }
  }

  /** See {@link Evolution#renamed}. */
  public record Renamed(Class<? extends Record> type, String former, String component) implements Change {

    /** Refuses missing parts. */
    public Renamed {
      Objects.requireNonNull(type, "type");
      named(former);
      named(component);
    }
  }

  /** See {@link Evolution#formerly(Class, String)}. */
  public record TypeRenamed(Class<? extends Record> type, String former) implements Change {

    /** Refuses missing parts. */
    public TypeRenamed {
      Objects.requireNonNull(type, "type");
      named(former);
    }
  }

  /** See {@link Evolution#retired(String)}. */
  public record TypeRetired(String type) implements Change {

    /** Refuses missing parts. */
    public TypeRetired {
      named(type);
    }
  }

  /** See {@link Evolution#formerly(Enum, String)}. */
  public record ConstantRenamed(Enum<?> constant, String former) implements Change {

    /** Refuses missing parts. */
    public ConstantRenamed {
      Objects.requireNonNull(constant, "constant");
      named(former);
    }
  }

  /** See {@link Evolution#retired(Class, String)}. */
  public record ConstantRetired(Class<? extends Enum<?>> type, String constant) implements Change {

    /** Refuses missing parts. */
    public ConstantRetired {
      Objects.requireNonNull(type, "type");
      named(constant);
    }
  }

  /** See {@link Evolution#upcast}. */
  public record Upcast<F extends Record, T extends Record>(Class<F> from, Class<T> to,
      Function<? super F, ? extends T> step) implements Change {

    /** Refuses missing parts. */
    public Upcast {
      Objects.requireNonNull(from, "from");
      Objects.requireNonNull(to, "to");
      Objects.requireNonNull(step, "step");
    }
  }

  /** See {@link Evolution#split}. */
  public record Split<F extends Record>(Class<F> from, Function<? super F, ? extends List<?>> step)
      implements Change {

    /** Refuses missing parts. */
    public Split {
      Objects.requireNonNull(from, "from");
      Objects.requireNonNull(step, "step");
    }
  }

  /** See {@link Evolution#ignored}. */
  public record Ignored(String type) implements Change {

    /** Refuses missing parts. */
    public Ignored {
      named(type);
    }
  }
}
