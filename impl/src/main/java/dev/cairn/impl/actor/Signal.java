package dev.cairn.impl.actor;

import dev.cairn.api.CairnListener.Passivated;
import dev.cairn.api.Terminated;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What the runtime says to an actor. Handled before every letter. */
sealed interface Signal {
  /** Start now; the future hears how it went. */
  record Start(CompletableFuture<@Nullable Void> done) implements Signal {}

  /** Stop; somebody may want to hear when it has. */
  record Stop(Terminated.Cause cause, @Nullable Runnable done) implements Signal {}

  /** A child has stopped. */
  record ChildGone() implements Signal {}

  /** A child has failed and its supervision hands it up. */
  record Escalated(Throwable failure) implements Signal {}

  /** The pause before a restart is over. */
  record PauseOver(Object pause) implements Signal {}

  /** What is ending takes too long. */
  record Overdue(Ending ending) implements Signal {}

  /** Somebody wants to hear of the end. */
  record Watch(ActorCell<?> watcher) implements Signal {}

  /** Somebody no longer wants to. */
  record Unwatch(ActorCell<?> watcher) implements Signal {}

  /** An actor that was watched has ended. */
  record Gone(Terminated terminated) implements Signal {}

  /** Rest, if there is nothing to do. */
  record Rest(Passivated.Reason reason) implements Signal {}

  /** Recover now. */
  record Permitted(RecoveryPermits.Permit permit) implements Signal {}
}
