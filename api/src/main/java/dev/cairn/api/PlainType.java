package dev.cairn.api;

import java.util.Objects;
import java.util.function.Supplier;

/**
 * A type of actor that stores nothing: its logical name and its factory. Declared once, as a constant. An actor that
 * needs arguments gets them from the factory; a type may also be made at run time for one spawn.
 *
 * @param <C> the commands
 */
public final class PlainType<C extends Command<?, ?>> implements ActorDefinition<C> {
  private final String name;
  private final Supplier<? extends Actor<C>> factory;
  private final Mailbox mailbox;
  private final Supervision supervision;

  private PlainType(String name, Supplier<? extends Actor<C>> factory, Mailbox mailbox, Supervision supervision) {
    this.name = name;
    this.factory = factory;
    this.mailbox = Objects.requireNonNull(mailbox, "mailbox");
    this.supervision = Objects.requireNonNull(supervision, "supervision");
  }

  /**
   * Declares a type with the default mailbox and supervision.
   *
   * @param name {@code [a-z][a-z0-9_.-]{0,62}}
   * @param factory makes a fresh instance at each call
   * @throws InvalidName if the name breaks the rule
   */
  public static <C extends Command<?, ?>> PlainType<C> of(String name, Supplier<? extends Actor<C>> factory) {
    return new PlainType<>(ActorType.checked(name), Objects.requireNonNull(factory, "factory"), Mailbox.DEFAULT,
        Supervision.DEFAULT);
  }

  /** Returns this type with another mailbox. */
  public PlainType<C> with(Mailbox other) {
    return new PlainType<>(name, factory, other, supervision);
  }

  /** Returns this type with another supervision. */
  public PlainType<C> with(Supervision other) {
    return new PlainType<>(name, factory, mailbox, other);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Mailbox mailbox() {
    return mailbox;
  }

  @Override
  public Supervision supervision() {
    return supervision;
  }

  /**
   * Makes a fresh actor. Called by the runtime, on any thread.
   *
   * @throws NullPointerException if the factory returns null
   */
  public Actor<C> newActor() {
    return Objects.requireNonNull(factory.get(), "The factory of actor type " + name + " returned null.");
  }

  /** Returns the name. */
  @Override
  public String toString() {
    return name;
  }
}
