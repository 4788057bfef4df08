package dev.cairn.api;

import dev.cairn.api.bind.ActorTypeLookup;
import dev.cairn.api.bind.Durations;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A type of persistent actor: its logical name, the types of its events and state, and its factory. Declared as a
 * constant of the actor's class:
 *
 * <pre>{@code
 * static final ActorType<AccountCommand<?>, AccountEvent, AccountState> TYPE = ActorType.of(
 *     MethodHandles.lookup(), "account", AccountEvent.class, AccountState.class, Account::new);
 * }</pre>
 *
 * The name is stored beside every actor's id and must not change; class names are not stored. The lookup lets the
 * runtime build records that are not public, in modules that open nothing; only the runtime gets it.
 *
 * <p>Immutable. Two types with equal content are one type: {@code TYPE.in("tenant-a")} may be made for each command.
 * In a system one type has a name in a store, and another type of that name is {@link TypeRefused}.
 *
 * @param <C> the commands
 * @param <E> the events
 * @param <S> the state
 */
public final class ActorType<C extends Command<?, ?>, E, S> implements ActorDefinition<C> {
  /** The store of every type that names no other. */
  public static final String MAIN_STORE = "main";

  private static final Pattern STORE = Pattern.compile("[a-z][a-z0-9-]{0,62}");
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_.-]{0,62}");

  static {
    ActorTypeLookup.grant(type -> type.stored.lookup, type -> type.stored);
  }

  private final Stored stored;
  private final Supplier<? extends PersistentActor<C, E, S>> factory;
  private final Traits traits;
  private final Class<E> events;
  private final Class<S> state;

  /** The optional settings of a type. */
  private record Traits(String store, Persistence persistence, Mailbox mailbox, Supervision supervision,
      Optional<Duration> idleAfter) {
    static final Traits DEFAULT =
        new Traits(MAIN_STORE, Persistence.full(), Mailbox.DEFAULT, Supervision.DEFAULT, Optional.empty());

    Traits {
      Objects.requireNonNull(persistence, "persistence");
      Objects.requireNonNull(mailbox, "mailbox");
      Objects.requireNonNull(supervision, "supervision");
    }
  }

  /** How its values are stored. */
  private record Forms(Evolution evolution, List<ValueCodec<?, ?>> codecs, List<Class<?>> refusals,
      List<Class<?>> timing, boolean personal) {
    static final Forms DEFAULT = new Forms(Evolution.declare(), List.of(), List.of(), List.of(), false);

    Forms {
      Objects.requireNonNull(evolution, "evolution");
      codecs = List.copyOf(codecs);
      refusals = List.copyOf(refusals);
      timing = List.copyOf(timing);
    }
  }

  /** What decides how its values are stored and read. Equal lookups reach the same classes. */
  private record Stored(MethodHandles.Lookup lookup, String name, Class<?> events, Class<?> state, Forms forms) {
    Stored {
      Objects.requireNonNull(lookup, "lookup");
      Objects.requireNonNull(events, "events");
      Objects.requireNonNull(state, "state");
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other == this || other instanceof Stored same && name.equals(same.name) && events == same.events
          && state == same.state && forms.equals(same.forms) && lookup.lookupClass() == same.lookup.lookupClass()
          && lookup.lookupModes() == same.lookup.lookupModes();
    }

    @Override
    public int hashCode() {
      return 31 * (31 * name.hashCode() + events.hashCode()) + state.hashCode();
    }
  }

  private ActorType(Stored stored, Class<E> events, Class<S> state,
      Supplier<? extends PersistentActor<C, E, S>> factory, Traits traits) {
    this.stored = stored;
    this.events = events;
    this.state = state;
    this.factory = Objects.requireNonNull(factory, "factory");
    this.traits = traits;
  }

  /**
   * Declares a type. A system checks at the first use whether its events and state can be stored, or when it opens if
   * the type was passed to {@link ActorSystem.Builder#types}.
   *
   * @param lookup of the author's own class: {@code MethodHandles.lookup()}
   * @param name {@code [a-z][a-z0-9_.-]{0,62}}
   * @param events a record, or a sealed interface of records
   * @param state a record, or a sealed interface of records
   * @param factory makes a fresh instance at each call
   * @throws InvalidName if the name breaks the rule
   */
  public static <C extends Command<?, ?>, E, S> ActorType<C, E, S> of(MethodHandles.Lookup lookup, String name,
      Class<E> events, Class<S> state, Supplier<? extends PersistentActor<C, E, S>> factory) {
    return new ActorType<>(new Stored(lookup, checked(name), events, state, Forms.DEFAULT), events, state, factory,
        Traits.DEFAULT);
  }

  static String checked(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidName("The name of an actor type", name, "it must match " + NAME + ".");
    }
    return name;
  }

  /**
   * Returns this type with another factory: for an actor that needs arguments, such as a client of another system, or
   * for a test that watches the actor. Make such a type once and keep it; a factory that captures its arguments is
   * another one each time it is made.
   */
  public ActorType<C, E, S> madeBy(Supplier<? extends PersistentActor<C, E, S>> other) {
    return new ActorType<>(stored, events, state, other, traits);
  }

  /** Returns this type with another policy; the default is {@link Persistence#full()}. */
  public ActorType<C, E, S> with(Persistence policy) {
    return with(new Traits(traits.store, policy, traits.mailbox, traits.supervision, traits.idleAfter));
  }

  /**
   * Returns this type with its actors in another store of the location; the default is {@code main}. The same name and
   * id in two stores are two actors.
   *
   * @param name {@code [a-z][a-z0-9-]{0,62}}
   * @throws InvalidName if the name breaks the rule
   */
  public ActorType<C, E, S> in(String name) {
    if (!isStoreName(name)) {
      throw new InvalidName("The name of a store", name, "it must match " + STORE + ".");
    }
    return with(new Traits(name, traits.persistence, traits.mailbox, traits.supervision, traits.idleAfter));
  }

  /** Whether a store can have this name: {@code [a-z][a-z0-9-]{0,62}}. */
  public static boolean isStoreName(String name) {
    return STORE.matcher(name).matches();
  }

  /** Returns this type with another mailbox. */
  public ActorType<C, E, S> with(Mailbox other) {
    return with(new Traits(traits.store, traits.persistence, other, traits.supervision, traits.idleAfter));
  }

  /** Returns this type with another supervision. */
  public ActorType<C, E, S> with(Supervision other) {
    return with(new Traits(traits.store, traits.persistence, traits.mailbox, other, traits.idleAfter));
  }

  /**
   * Returns this type with its own time after which an idle actor is passivated. Without it the system's idle time
   * applies.
   *
   * @throws IllegalArgumentException if the time is not positive
   */
  public ActorType<C, E, S> idleAfter(Duration time) {
    if (!time.isPositive()) {
      throw new IllegalArgumentException("An idle time is positive, not " + time + ".");
    }
    return with(new Traits(traits.store, traits.persistence, traits.mailbox, traits.supervision,
        Optional.of(Durations.bounded(time))));
  }

  /** Returns this type with another evolution of its records, in place of the one declared before. */
  public ActorType<C, E, S> evolving(Evolution declared) {
    return with(new Forms(declared, codecs(), refusals(), timedCommands(), isPersonal()));
  }

  /** Returns this type with one more class that its events and states may contain. */
  public ActorType<C, E, S> storing(ValueCodec<?, ?> codec) {
    List<ValueCodec<?, ?>> more = new ArrayList<>(codecs());
    more.add(codec);
    return with(new Forms(evolution(), more, refusals(), timedCommands(), isPersonal()));
  }

  /**
   * Returns this type with the classes that its actors refuse commands with, in place of those declared before: enums
   * and records. Only where actors are {@link ActorSystem.Builder#placement placed} in several processes this makes a
   * difference: a refusal from another process is the same reason if it is a text or of a declared class. One of any
   * other class becomes its text.
   */
  public ActorType<C, E, S> refusing(Class<?>... reasons) {
    return with(new Forms(evolution(), codecs(), List.of(reasons), timedCommands(), isPersonal()));
  }

  /**
   * Returns this type with the commands that its {@link DurableTimers} send, in place of those declared before:
   * records, or sealed interfaces of records. They are stored as events are, with the same rules for what they may
   * contain and how they {@linkplain Evolution change}. Only a type that declares some has durable timers; its store
   * then has a reader of its own, which finds the timers that are due.
   */
  public ActorType<C, E, S> timing(Class<?>... commands) {
    return with(new Forms(evolution(), codecs(), refusals(), List.of(commands), isPersonal()));
  }

  /**
   * Returns this type with a key of its own for each actor, so that an actor can be forgotten ({@link
   * ActorSystem#forget}). Everything that is stored of an actor is sealed with its key. Needs a sealed store whose
   * {@link KeyRing} has {@link KeyRing#personalKeys personal keys}, and one process that writes. A type is personal
   * from its first event on and stays so in its store; one that has stored something before is {@link TypeRefused}.
   */
  public ActorType<C, E, S> personal() {
    return with(new Forms(evolution(), codecs(), refusals(), timedCommands(), true));
  }

  private ActorType<C, E, S> with(Forms other) {
    return new ActorType<>(new Stored(stored.lookup, stored.name, events, state, other), events, state, factory,
        traits);
  }

  private ActorType<C, E, S> with(Traits other) {
    return new ActorType<>(stored, events, state, factory, other);
  }

  @Override
  public Mailbox mailbox() {
    return traits.mailbox;
  }

  @Override
  public Supervision supervision() {
    return traits.supervision;
  }

  /** The type's own idle time, if it has one. */
  public Optional<Duration> idleAfter() {
    return traits.idleAfter;
  }

  @Override
  public String name() {
    return stored.name;
  }

  /** The type of the events. */
  public Class<E> events() {
    return events;
  }

  /** The type of the state. */
  public Class<S> state() {
    return state;
  }

  /** The name of the store. */
  public String store() {
    return traits.store;
  }

  /** The policy. */
  public Persistence persistence() {
    return traits.persistence;
  }

  /** How the records of the type have changed. */
  public Evolution evolution() {
    return stored.forms.evolution;
  }

  /** The classes that are stored in the form of another class. */
  public List<ValueCodec<?, ?>> codecs() {
    return stored.forms.codecs;
  }

  /** The classes of its refusals that stay themselves on their way to another process. */
  public List<Class<?>> refusals() {
    return stored.forms.refusals;
  }

  /** The commands that its durable timers send. */
  public List<Class<?>> timedCommands() {
    return stored.forms.timing;
  }

  /** Whether each actor has a key of its own. */
  public boolean isPersonal() { return stored.forms.personal; }

  /**
   * Makes a fresh actor. Called by the runtime, on any thread.
   *
   * @throws NullPointerException if the factory returns null
   */
  public PersistentActor<C, E, S> newActor() {
    return Objects.requireNonNull(factory.get(), "The factory of actor type " + name() + " returned null.");
  }

  /**
   * Whether the other one is a type with equal content: name, store, classes, lookup class, evolution, codecs, settings
   * and factory. Factories, and the functions in an evolution, are compared by their own {@code equals}: a lambda that
   * captures something is another object each time it is made, a record with equal components is not.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other == this || other instanceof ActorType<?, ?, ?> same && stored.equals(same.stored)
        && traits.equals(same.traits) && factory.equals(same.factory);
  }

  /** The same for equal types. */
  @Override
  public int hashCode() {
    return 31 * stored.hashCode() + traits.store.hashCode();
  }

  /** Returns the name. */
  @Override
  public String toString() {
    return stored.name;
  }
}
