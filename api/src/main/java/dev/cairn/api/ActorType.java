package dev.cairn.api;

import dev.cairn.api.bind.ActorTypeLookup;
import java.lang.invoke.MethodHandles;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * A kind of actor: its logical name, its types, and how to make one. Declared once, as a constant of the actor's class:
 *
 * <pre>{@code
 * static final ActorType<AccountCommand<?>, AccountEvent, AccountState> TYPE = ActorType.of(
 *     MethodHandles.lookup(), "account", AccountEvent.class, AccountState.class, Account::new);
 * }</pre>
 *
 * The name stands on disk beside every actor's id and must not change; class names do not stand there. The lookup
 * lets the runtime build records that are not public, in modules that open nothing; it is handed to the runtime
 * alone.
 *
 * @param <C> the commands
 * @param <E> the events
 * @param <S> the state
 */
public final class ActorType<C extends Command<?, ?>, E, S> {
  /** The store of the types that name none. */
  public static final String MAIN_STORE = "main";

  private static final Pattern STORE = Pattern.compile("[a-z][a-z0-9-]{0,62}");
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_.-]{0,62}");

  static {
    ActorTypeLookup.grant(type -> type.lookup);
  }

  private final MethodHandles.Lookup lookup;
  private final String name;
  private final Class<E> events;
  private final Class<S> state;
  private final Supplier<? extends PersistentActor<C, E, S>> factory;
  private final String store;
  private final Persistence persistence;

  private ActorType(MethodHandles.Lookup lookup, String name, Class<E> events, Class<S> state,
      Supplier<? extends PersistentActor<C, E, S>> factory, String store, Persistence persistence) {
    this.lookup = Objects.requireNonNull(lookup, "lookup");
    this.name = name;
    this.events = Objects.requireNonNull(events, "events");
    this.state = Objects.requireNonNull(state, "state");
    this.factory = Objects.requireNonNull(factory, "factory");
    this.store = store;
    this.persistence = Objects.requireNonNull(persistence, "persistence");
  }

  /**
   * Declares a type. Whether its events and state can be stored is checked when a system first uses it.
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
    if (!NAME.matcher(name).matches()) {
      throw new InvalidName("The name of an actor type", name, "it must match " + NAME + ".");
    }
    return new ActorType<>(lookup, name, events, state, factory, MAIN_STORE, Persistence.full());
  }

  /** Returns this type with another policy; {@link Persistence#full()} where nothing is said. */
  public ActorType<C, E, S> with(Persistence policy) {
    return new ActorType<>(lookup, name, events, state, factory, store, policy);
  }

  /**
   * Returns this type with its actors in another store of the location; the store named {@code main} where nothing is
   * said. The same name and id in two stores are two actors.
   *
   * @param name {@code [a-z][a-z0-9-]{0,62}}
   * @throws InvalidName if the name breaks the rule
   */
  public ActorType<C, E, S> in(String name) {
    if (!STORE.matcher(name).matches()) {
      throw new InvalidName("The name of a store", name, "it must match " + STORE + ".");
    }
    return new ActorType<>(lookup, this.name, events, state, factory, name, persistence);
  }

  /** The logical name. */
  public String name() {
    return name;
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
    return store;
  }

  /** The policy. */
  public Persistence persistence() {
    return persistence;
  }

  /** Makes a fresh actor. Called by the runtime, on any thread. */
  public PersistentActor<C, E, S> newActor() {
    return Objects.requireNonNull(factory.get(), "The factory of actor type " + name + " returned null.");
  }

  /** Returns the name. */
  @Override
  public String toString() {
    return name;
  }
}
