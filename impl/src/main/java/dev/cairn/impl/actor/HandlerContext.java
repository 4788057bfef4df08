package dev.cairn.impl.actor;

import dev.cairn.api.ActorContext;
import dev.cairn.api.ActorDefinition;
import dev.cairn.api.ActorFailed;
import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.Command;
import dev.cairn.api.Deferred;
import dev.cairn.api.PlainType;
import dev.cairn.api.Reply;
import dev.cairn.api.Subscription;
import dev.cairn.api.Terminated;
import dev.cairn.api.Timers;
import dev.cairn.api.bind.Durations;
import dev.cairn.impl.mailbox.DeferredAnswer;
import dev.cairn.impl.mailbox.Errand;
import dev.cairn.impl.mailbox.Letter;
import dev.cairn.impl.mailbox.Offer;
import dev.cairn.impl.mailbox.ReceiveTimeout;
import dev.cairn.impl.mailbox.Tell;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The author's instance at work, and the context that its handlers get. It lives until a restart replaces it, or until
 * the actor rests or stops. Everything happens on the thread that runs the actor.
 */
abstract class HandlerContext<C extends Command<?, ?>> implements ActorContext {
  private static final VarHandle HANDLED;

  static {
    try {
      HANDLED = MethodHandles.lookup().findVarHandle(HandlerContext.class, "handled", Command.class);
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
  private boolean stopping;

  HandlerContext(ActorCell<C> cell) {
    this.cell = cell;
  }

  /** Calls the author's handler. */
  abstract Reply call(C command);

  /** Calls the author's {@code started}. */
  abstract void callStarted();

  /** Calls the author's {@code stopped}. */
  abstract void callStopped();

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

  boolean isStopping() { return stopping; }

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

  /** When the author's code was called last, as a {@link System#nanoTime}. */
  final long calledAt() {
    return calledAt;
  }

  /** The command that is being handled. Any thread may call; what it reads after that is not older. */
  final @Nullable Command<?, ?> underWay() {
    return (Command<?, ?>) HANDLED.getAcquire(this);
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
        settle(received, command, call(requireOwn(command)));
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

  final void start() {
    called = true;
    calledAt = System.nanoTime();
    try {
      callStarted();
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
      callStopped();
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
    RuntimeException failure = failureFor(thrown);
    answer(received, () -> cell.fail(received, failure));
  }

  final void check() {
    if (!called || !cell.runsHere()) {
      throw new IllegalStateException("The context of " + cell.path()
          + " works only on the actor's own thread, during the call that it was given to.");
    }
  }

  @Override
  public final String id() {
    check();
    return cell.id();
  }

  @Override
  public final String path() {
    check();
    return cell.path();
  }

  @Override
  public final ActorSystem system() {
    check();
    return cell.system();
  }

  @Override
  public final Instant now() {
    check();
    return cell.system().time().now();
  }

  @Override
  @SuppressWarnings("unchecked") // the name and the kind of the type are the cell's
  public final <D extends Command<?, ?>> ActorRef<D> self(ActorDefinition<D> type) {
    check();
    ActorDefinition<C> own = cell.definition();
    if (!own.name().equals(type.name()) || own.getClass() != type.getClass()) {
      throw new IllegalArgumentException(cell.path() + " is of type " + own.name() + ", not " + type.name() + ".");
    }
    return (ActorRef<D>) cell.ref();
  }

  @Override
  public final <D extends Command<?, ?>> ActorRef<D> spawn(PlainType<D> type, String id) {
    check();
    return cell.system().spawnBelow(cell, type, id);
  }

  @Override
  public final void stop() {
    check();
    stopping = true;
  }

  @Override
  public final void stop(ActorRef<?> actor) {
    check();
    cell.system().beginToStop(LocalRef.of(actor));
  }

  @Override
  public final void watch(ActorRef<?> actor, Function<? super Terminated, ? extends Command<?, ?>> command) {
    check();
    Objects.requireNonNull(command, "command");
    LocalRef<?> watched = LocalRef.of(actor);
    cell.belongings().watches.put(watched, command);
    watched.addWatcher(cell);
  }

  @Override
  public final void unwatch(ActorRef<?> actor) {
    check();
    LocalRef<?> watched = LocalRef.of(actor);
    if (cell.belongings().watches.remove(watched) != null) {
      watched.removeWatcher(cell);
    }
  }

  @Override
  public final Timers timers() {
    check();
    return new ContextTimers<>(this);
  }

  @Override
  public final void receiveTimeout(Duration time, Command<?, ?> command) {
    cancelReceiveTimeout();
    if (!time.isPositive()) {
      throw new IllegalArgumentException("A receive timeout is positive, not " + time + ".");
    }
    cell.belongings().receiveTimeout =
        new ReceiveTimeout(cell.system().time(), Durations.bounded(time), cell.requireOwn(command), cell::send);
  }

  @Override
  public final void cancelReceiveTimeout() {
    check();
    ReceiveTimeout running = cell.belongings().receiveTimeout;
    if (running != null) {
      running.cancel();
      cell.belongings().receiveTimeout = null;
    }
  }

  @Override
  public final Reply stash(Command<?, ?> command) {
    current(command);
    return new Reply.Stashed(command);
  }

  @Override
  public final void unstashAll() {
    check();
    cell.unstash();
  }

  @Override
  public final <R extends @Nullable Object> Deferred<R> later(Command<?, R> command) {
    Letter received = current(command);
    DeferredAnswer<R> answer =
        new DeferredAnswer<>(cell.path(), command, answeredLater(received), cell.belongings().deferred);
    DeferredAnswer<?> before = deferred;
    if (before != null) {
      before.forget();
    }
    cell.belongings().deferred.add(answer);
    deferred = answer;
    return answer;
  }

  @Override
  public final <T extends @Nullable Object> void pipeToSelf(CompletionStage<T> stage,
      BiFunction<? super @Nullable T, ? super @Nullable Throwable, ? extends Command<?, ?>> command) {
    check();
    Objects.requireNonNull(command, "command");
    cell.belongings().pipes++;
    stage.whenComplete((value, thrown) -> {
      boolean taken = cell.send(new Errand(() -> {
        cell.belongings().pipes--;
        return command.apply(value, thrown);
      }));
      if (!taken) {
        cell.system().observer().lost("The result of a stage", cell.path());
      }
    });
  }

  @Override
  public final <T> Subscription subscribe(Class<T> events, Function<? super T, ? extends Command<?, ?>> command) {
    check();
    Objects.requireNonNull(command, "command");
    Subscription subscription = cell.system().observer().stream().subscribe(events,
        event -> cell.offer(Tell.of(cell.requireOwn(command.apply(event)), true)) == Offer.TAKEN);
    cell.belongings().subscriptions.add(subscription);
    return subscription;
  }

  private Letter current(Command<?, ?> command) {
    check();
    Letter received = letter;
    if (received == null || handled != command) {
      throw new IllegalArgumentException("Only the current command can be answered later or stashed.");
    }
    return received;
  }
}
