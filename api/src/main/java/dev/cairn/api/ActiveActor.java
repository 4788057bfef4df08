package dev.cairn.api;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * One actor in memory, as {@link ActorSystem#actors} has seen it. Nothing in it says what a command, an event or a
 * state contains.
 *
 * @param actor its address
 * @param activity what it does
 * @param mailbox how many commands wait in its mailbox: without the one that it handles, and without the stash
 * @param age how long it has been handling its command, in the machine's time
 * @param command the simple name of the class of that command
 */
public record ActiveActor(ActorRef<?> actor, Activity activity, int mailbox, Optional<Duration> age,
    Optional<String> command) {

  /** Refuses missing parts. */
  public ActiveActor {
    Objects.requireNonNull(actor, "actor");
    Objects.requireNonNull(activity, "activity");
    Objects.requireNonNull(age, "age");
    Objects.requireNonNull(command, "command");
  }

  /** What an actor does. */
  public enum Activity {
    /** Nothing: it waits for a command. */
    IDLE,
    /** It has something to do, and waits for a thread or is between two commands. */
    READY,
    /** A persistent actor recovers, or waits until it may; commands wait until it has. */
    RECOVERING,
    /** Its {@code started} runs. */
    STARTING,
    /** Its handler runs. */
    HANDLING,
    /** Its handler has called the store, and waits for it: to persist, to purge, or to store a snapshot. */
    PERSISTING,
    /** It waits before it starts again after a failure. */
    PAUSED,
    /**
     * It stops, or its instance ends before a restart or a passivation: its children stop, its {@code stopped} runs.
     */
    STOPPING
  }
}
