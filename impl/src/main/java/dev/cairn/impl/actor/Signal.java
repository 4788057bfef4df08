package dev.cairn.impl.actor;

import dev.cairn.api.CairnListener.Passivated;
import dev.cairn.api.Terminated;
import dev.cairn.impl.mailbox.Letter;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A message of the runtime to an actor. The actor handles it before any letter. */
sealed interface Signal {
  /** Start now, and complete the future. */
  record Start(CompletableFuture<@Nullable Void> done) implements Signal {}

  /** Stop, and then run {@code done}. */
  record Stop(Terminated.Cause cause, @Nullable Runnable done) implements Signal {}

  /** A child has stopped. */
  record ChildGone() implements Signal {}

  /** A child has failed, and its supervision escalates the failure. */
  record Escalated(Throwable failure) implements Signal {}

  /** The pause before a restart is over. */
  record PauseOver(Object pause) implements Signal {}

  /** An ending takes too long. */
  record Overdue(Ending ending) implements Signal {}

  /** Tell this watcher when the actor ends. */
  record Watch(ActorCell<?> watcher) implements Signal {}

  /** Do not tell this watcher any more. */
  record Unwatch(ActorCell<?> watcher) implements Signal {}

  /** An actor that this actor watches has ended. */
  record Gone(Terminated terminated) implements Signal {}

  /** Rest if there is nothing to do. */
  record Rest(Passivated.Reason reason) implements Signal {}

  /** Handle what is there and leave memory, whatever would keep the actor there, and then run {@code done}. */
  record Leave(Runnable done) implements Signal {}

  /** Commits of a pipelined actor may be settled. */
  record Settled() implements Signal {}

  /** An answer of a pipelined actor was given on another thread. */
  record Answered(Letter to, Runnable answer) implements Signal {}

  /** Recover now, with this permit. */
  record Permitted(RecoveryPermits.Permit permit) implements Signal {}
}
