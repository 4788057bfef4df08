package dev.cairn.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How the records of an actor type have changed since some store wrote them down. Declared with the type:
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
 * A system holds this against the store when it first uses the type. A change that is not declared, or a declaration
 * that contradicts the classes or the store, is {@link TypeRefused}, and nothing is written. A declared one is written
 * down in the store, and old records are read as the new classes from then on; they are never rewritten. A declaration
 * stays as long as a store with older records may be opened; to a store without any it means nothing.
 *
 * <p>Immutable: each method returns one declaration more. Events, states, and all records and enums within them evolve
 * in the same way. {@code docs/events.md} lists every change and what it needs.
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
   * A component that older records do not have.
   *
   * @param value what it is for them: an immutable value of the component's type
   */
  public Evolution added(Class<? extends Record> type, String component, @Nullable Object value) {
    return and(new Added(type, component, value));
  }

  /** A component that older records have and this class does not; its value is passed over. */
  public Evolution removed(Class<? extends Record> type, String component) {
    return and(new Removed(type, component));
  }

  /** A component that had another name, and the same type and meaning. */
  public Evolution renamed(Class<? extends Record> type, String former, String component) {
    return and(new Renamed(type, former, component));
  }

  /** A record class that had another simple name. */
  public Evolution formerly(Class<? extends Record> type, String former) {
    return and(new TypeRenamed(type, former));
  }

  /** A constant that had another name, or that stands for one which is gone. */
  public Evolution formerly(Enum<?> constant, String former) {
    return and(new ConstantRenamed(constant, former));
  }

  /**
   * A record class that is gone, and of which no event is stored any more. A store that has one refuses the actor type
   * when it is first used: it looks through its log, once.
   */
  public Evolution retired(String type) {
    return and(new TypeRetired(type));
  }

  /** A constant that is gone, and that no stored record holds any more. One that is found is an error. */
  public <C extends Enum<C>> Evolution retired(Class<C> type, String constant) {
    return and(new ConstantRetired(type, constant));
  }

  /**
   * Any other change: a record class of its own keeps the former components, and a function makes the next version of
   * it. A store's records are told apart by their components: those of {@code from} go through the function. Where
   * {@code to} is itself old, its own upcast follows.
   *
   * <p>{@code from} has the names of {@code to}, unless {@link #formerly} gives it one of its own. It belongs to no
   * sealed interface of the actor type.
   *
   * @param step deterministic, without side effects, never null; called on any thread at each reading
   */
  public <F extends Record, T extends Record> Evolution upcast(Class<F> from, Class<T> to,
      Function<? super F, ? extends T> step) {
    return and(new Upcast<>(from, to, step));
  }

  /** Returns what was declared, in order. */
  public List<Change> changes() {
    return changes;
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
}
