package dev.cairn.impl.actor;

import dev.cairn.api.ActorFailed;
import dev.cairn.api.Command;
import dev.cairn.api.Deferred;
import dev.cairn.api.Reply;
import dev.cairn.impl.mailbox.DeferredAnswer;
import dev.cairn.impl.mailbox.Letter;
import dev.cairn.impl.mailbox.Origin;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The calls of the author's instance: one letter at a time, and the answer to it. Everything happens on the thread that
 * runs the actor, except where a method says so.
 */
abstract class InstanceCalls<C extends Command<?, ?>> {
  private static final VarHandle HANDLED;

  static {
    try {
      HANDLED = MethodHandles.lookup().findVarHandle(InstanceCalls.class, "handled", Command.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final ActorCell<C> cell;
  private @Nullable Letter letter;
  private @Nullable Command<?, ?> handled;
  private @Nullable DeferredAnswer<?> deferred;
  private long calledAt;
  private boolean called;
  private boolean started;

  InstanceCalls(ActorCell<C> cell) {
    this.cell = cell;
  }

  /** Calls the author's handler. */
  abstract Reply call(C command);

  /** Calls the author's {@code started}. */
  abstract void callStarted();

  /** Calls the author's {@code stopped}. */
  abstract void callStopped();

  /** Whether the events of a command may not be durable yet when its handler returns. */
  boolean isPipelined() {
    return false;
  }

  /** Waits until everything that a pipelined actor has stored is durable. */
  void awaitOwnDurable() {}

  /** True while the author's code waits for the store. Any thread may call. */
  boolean callsStore() {
    return false;
  }

  /** True if the state in memory may differ from the stored state. */
  boolean isDead() { return false; }

  /** The exception that an asker gets when the handler has thrown. */
  RuntimeException failureFor(Throwable thrown) {
    return new ActorFailed(cell.path(), thrown);
  }

  /** True if the store failed, and not the handler. */
  boolean storeFailed(Throwable thrown) {
    return false;
  }

  /** Lets an answer leave, now or as soon as it may. */
  void answer(Letter to, Runnable answer) {
    answer.run();
  }

  /** The letter that a later answer answers. */
  Letter answeredLater(Letter received) {
    return received;
  }

  /** Waits until everything that the actor has stored is settled. */
  void drain() {}

  final @Nullable Letter letter() {
    return letter;
  }

  /** What a command carries that the handler sends: as its own command, and caused by it. */
  final @Nullable Origin carriedOn() {
    Letter received = letter;
    return received == null ? null : Origin.after(received);
  }

  /** The handler answers its command later; of several such answers the last one counts. */
  final void owe(DeferredAnswer<?> answer) {
    DeferredAnswer<?> before = deferred;
    if (before != null) {
      before.forget();
    }
    deferred = answer;
  }

  /** When the author's code was called last, as a {@link System#nanoTime}. */
  final long calledAt() {
    return calledAt;
  }

  /** The command that is being handled. Any thread may call; what it reads after that is not older. */
  final @Nullable Command<?, ?> underWay() {
    return (Command<?, ?>) HANDLED.getAcquire(this);
  }

  /** Whether the author's code has been running for as long as that. Any thread may call. */
  final boolean lasts(Duration time) {
    return called && System.nanoTime() - calledAt >= time.toNanos();
  }

  /** Whether {@code started} runs. Any thread may call. */
  final boolean isStarting() {
    return called && !started && handled == null;
  }

  final ActorCell<C> cell() {
    return cell;
  }

  /** Handles one letter and answers its asker. Returns what the handler threw, or null. */
  final @Nullable Throwable handle(Letter received) {
    letter = received;
    deferred = null;
    called = true;
    try {
      Command<?, ?> command = received.open();
      calledAt = System.nanoTime();
      HANDLED.setRelease(this, command);
      if (command != null) {
        cell.resetReceiveTimeout();
        settle(received, command, callWatched(received, command));
      }
      return null;
    } catch (Throwable thrown) {
      fail(received, thrown);
      return thrown;
    } finally {
      called = false;
      letter = null;
      handled = null;
      Thread.interrupted(); // an interrupt belongs to that command, not to the next one
    }
  }

  private Reply callWatched(Letter received, Command<?, ?> command) {
    WatchedCommand watched = WatchedCommand.begin(cell, received, command, calledAt);
    if (watched == null) {
      return call(received, requireOwn(command));
    }
    try {
      Reply reply = call(received, requireOwn(command));
      watched.end(reply);
      return reply;
    } catch (Throwable thrown) {
      watched.fail(thrown);
      throw thrown;
    }
  }

  /** Lets the thread know the call only where something is to be found out from the thread: most calls need nothing. */
  private Reply call(Letter received, C command) {
    boolean known = isPipelined() || received.id() != null || received.origin() != null;
    if (!known) {
      return call(command);
    }
    RunningCall.begin(this);
    try {
      return call(command);
    } finally {
      RunningCall.end();
    }
  }

  private void known(Runnable call) {
    if (!isPipelined()) {
      call.run();
      return;
    }
    RunningCall.begin(this);
    try {
      call.run();
    } finally {
      RunningCall.end();
    }
  }

  final void start() {
    called = true;
    calledAt = System.nanoTime();
    try {
      known(this::callStarted);
      started = true;
    } finally {
      called = false;
      Thread.interrupted();
    }
  }

  /** Marks the instance as started: the author's class has nothing to start. */
  final void markStarted() {
    started = true;
  }

  /** Calls {@code stopped} once, and only if the instance has started. */
  final void end() {
    if (!started) {
      return;
    }
    started = false;
    called = true;
    calledAt = System.nanoTime();
    try {
      known(this::callStopped);
    } catch (Throwable thrown) {
      cell.system().observer().ignored("The stopped", cell.path(), thrown);
    } finally {
      called = false;
      Thread.interrupted();
    }
  }

  @SuppressWarnings("unchecked") // checked right here
  private C requireOwn(Command<?, ?> command) {
    return (C) cell.requireOwn(command);
  }

  private void settle(Letter received, Command<?, ?> command, @Nullable Reply reply) {
    if (reply == null || reply.to() != command) {
      throw new IllegalStateException("The handler must return the reply of the " + command.getClass().getName()
          + " that it was given, not " + (reply == null ? "nothing" : reply) + ".");
    }
    DeferredAnswer<?> owed = deferred;
    if (owed != null && owed != reply) {
      owed.forget();
    }
    switch (reply) {
      case Reply.Value value -> answer(received, () -> received.answer(value.value()));
      case Reply.Refusal refusal -> answer(received, () -> cell.refuse(received, refusal.reason()));
      case Reply.Stashed stashed -> cell.stash(received, command);
      case Deferred<?> later when later == owed -> {
      }
      case Deferred<?> other -> throw new IllegalStateException(
          "The handler must return a deferred answer that it got for this command, not " + other + ".");
    }
  }

  private void fail(Letter received, Throwable thrown) {
    DeferredAnswer<?> owed = deferred;
    if (owed != null) {
      owed.forget();
    }
    if (!received.isTell() && !(received instanceof Firing)) {
      cell.system().observer().failedAsk(cell.path(), handled, thrown);
    }
    RuntimeException failure = failureFor(thrown);
    answer(received, () -> cell.fail(received, failure));
  }

  final void check() {
    if (!called || !cell.runsHere()) {
      throw new IllegalStateException("The context of " + cell.path()
          + " works only on the actor's own thread, during the call that it was given to.");
    }
  }
}
