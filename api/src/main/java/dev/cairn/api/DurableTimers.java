package dev.cairn.api;

import java.time.Instant;
import java.util.Optional;

/**
 * The timers of a persistent actor: those of one instance, as {@link Timers} says, and durable ones. Used on the
 * actor's own thread only, like the context.
 *
 * <p>A durable timer sends a command to its actor once, at a time of day. It is stored in the commit of the events that
 * the handler persists next, and is pending from then on: over restarts, passivation and the death of the process, in
 * copies and backups, until it fires, is cancelled or replaced, or the actor is purged. A resting actor is recovered
 * for it. It fires at least once, and never before its time by the {@link TimeSource} of the system: where the clock
 * goes back, it waits.
 *
 * <p><b>A setting is part of a commit.</b> A handler that sets or cancels a durable timer persists an event after it;
 * the timer is stored with the event or not at all. Where the handler returns without that, the command fails with
 * {@link IllegalStateException}: nothing of these timers is stored.
 *
 * <p><b>When it fires</b> the command has an id of its own, {@code timer NAME@SEQUENCE}, made of the name and of the
 * event that set it. The events that its handler persists are stored once, also where the timer fires twice: their
 * commit ends the timer. If the handler persists nothing and returns, or refuses, the runtime stores that the timer has
 * ended. If the handler throws, or the store fails, the timer fires again after a pause, of a second at first and at
 * most five minutes ({@link CairnListener#timerFailed}).
 *
 * <p>Only a type that declares which commands its timers send ({@link ActorType#timing}) has durable timers; it needs a
 * location with one log, and a policy that stores events. Where several processes write the location, a timer fires in
 * the one that runs the actor, by the clock of that one. Two that run the actor for a moment may both fire it; what the
 * handler persists is stored once.
 */
public interface DurableTimers extends Timers {

  /**
   * Sets a durable timer, or replaces the one of this name. It is stored with the next event that the handler persists.
   *
   * @param name 1 to 64 bytes in UTF-8, chosen by the author, unique among the durable timers of the actor
   * @param when it is due, counted in milliseconds and rounded up; a time in the past is due at once
   * @param command what the actor gets, of a class that the type declares as {@link ActorType#timing}
   * @throws InvalidName if the name breaks its rule
   * @throws WrongCommand if the actor does not take this command
   * @throws IllegalArgumentException if the type does not declare the class of the command, or the command cannot be
   *     stored, or has more than 64 KiB
   * @throws IllegalStateException if the actor has 1,000 pending durable timers already, or its policy is {@link
   *     Persistence.StateOnly}
   */
  void durable(String name, Instant when, Command<?, ?> command);

  /**
   * Cancels a durable timer. It is pending until the next event of the handler is stored.
   *
   * @return false if none of this name is pending or set by this handler; then nothing has to be stored
   */
  boolean cancelDurable(String name);

  /** When the durable timer of this name is due, as this handler has set it last; empty if there is none. */
  Optional<Instant> durable(String name);
}
