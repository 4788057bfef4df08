package dev.cairn.impl.actor;

import dev.cairn.api.ActorElsewhere;
import dev.cairn.api.ActorStopped;
import dev.cairn.api.AskInterrupted;
import dev.cairn.api.CairnException;
import dev.cairn.api.Command;
import dev.cairn.api.DeadLetter;
import dev.cairn.api.WrongCommand;
import dev.cairn.impl.mailbox.Origin;
import dev.cairn.impl.place.CommandLetter.Kind;
import dev.cairn.impl.place.Outgoing;
import dev.cairn.impl.place.Placed;
import dev.cairn.spi.StreamKey;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** The way from an address to its actor, where another process may run it. */
record Way(LocalActorSystem system, Placed placed, KnownType<?, ?, ?> known, StreamKey actor, int slice) {
  /** The way to an actor; null where this process runs all actors. */
  static @Nullable Way to(LocalActorSystem system, KnownType<?, ?, ?> known, StreamKey actor) {
    Placed placed = system.placed();
    return placed == null ? null : new Way(system, placed, known, actor, placed.slice(actor));
  }

  /** Whether this process runs the actor, as far as it knows. */
  boolean isHere() { return placed.isHere(slice); }

  /** Whether this process runs the actor, and no other one: to be asked before its stream is claimed, and after it. */
  boolean isConfirmed() {
    return placed.confirm(slice);
  }

  /** Refuses what cannot be done to an actor that another process runs. */
  void requireHere(String why) {
    if (!isHere()) {
      throw new ActorElsewhere(actor.toString(), why);
    }
  }

  CompletableFuture<@Nullable Object> ask(@Nullable Command<?, ?> command, @Nullable String id, @Nullable Origin origin,
      Duration within) {
    return send(Kind.ASK, command, id, origin, within);
  }

  void tell(Command<?, ?> command, @Nullable Origin origin) {
    send(Kind.TELL, command, null, origin, system.askTimeout()).whenComplete((done, failure) -> {
      if (failure instanceof ActorStopped) {
        system.observer().deadLetter(actor.toString(), command, DeadLetter.Reason.STOPPED);
      } else if (failure instanceof RuntimeException why) {
        system.observer().failedTell(actor.toString(), why);
      }
    });
  }

  /** Makes the actor recover and stay in memory, where it is. */
  CompletableFuture<@Nullable Object> spawn(Duration within) {
    return send(Kind.SPAWN, null, null, null, within);
  }

  /**
   * Makes the actor recover, where it is, so that its durable timers fire there.
   *
   * @param timer the id of the command of the timer that is due
   */
  CompletableFuture<@Nullable Object> wake(String timer, Duration within) {
    return send(Kind.WAKE, null, timer, null, within);
  }

  private CompletableFuture<@Nullable Object> send(Kind kind, @Nullable Command<?, ?> command, @Nullable String id,
      @Nullable Origin origin, Duration within) {
    if (command != null && !known.commands().isInstance(command)) {
      throw new WrongCommand(actor.toString(), command.getClass(), known.commands());
    }
    if (system.registry().isClosing()) {
      return CompletableFuture.failedFuture(ActorRegistry.closingFailure(actor.toString()));
    }
    return placed.send(origin == null
        ? new Outgoing(kind, actor, command, id, null, null, null, within)
        : new Outgoing(kind, actor, command, id, origin.correlationId(), origin.causationId(), origin.sender(),
            within));
  }

  /** Waits for what comes back; the failure is as one of this thread. */
  @Nullable
  Object await(CompletableFuture<@Nullable Object> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof CairnException known ? known.copy() : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AskInterrupted(actor.toString());
    }
  }
}
