package dev.cairn.impl.actor;

import dev.cairn.api.ActorContext;
import dev.cairn.api.ActorDefinition;
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
import dev.cairn.impl.mailbox.Origin;
import dev.cairn.impl.mailbox.ReceiveTimeout;
import dev.cairn.impl.mailbox.Tell;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The author's instance at work, and the context that its handlers get. It lives until a restart replaces it, or until
 * the actor rests or stops. Everything happens on the thread that runs the actor.
 */
abstract class HandlerContext<C extends Command<?, ?>> extends InstanceCalls<C> implements ActorContext {
  private boolean stopping;

  HandlerContext(ActorCell<C> cell) {
    super(cell);
  }

  final boolean isStopping() { return stopping; }

  @Override
  public final String id() {
    check();
    return cell().id();
  }

  @Override
  public final String path() {
    check();
    return cell().path();
  }

  @Override
  public final ActorSystem system() {
    check();
    return cell().system();
  }

  @Override
  public final Instant now() {
    check();
    return cell().system().time().now();
  }

  @Override
  public final Optional<String> commandId() {
    check();
    Letter received = letter();
    return received == null ? Optional.empty() : Optional.ofNullable(received.id());
  }

  @Override
  public final Optional<String> correlationId() {
    check();
    return origin().map(Origin::correlationId);
  }

  @Override
  public final Optional<String> causationId() {
    check();
    return origin().map(Origin::causationId);
  }

  private Optional<Origin> origin() {
    Letter received = letter();
    return received == null ? Optional.empty() : Optional.ofNullable(received.origin());
  }

  @Override
  @SuppressWarnings("unchecked") // the name and the kind of the type are the cell's
  public final <D extends Command<?, ?>> ActorRef<D> self(ActorDefinition<D> type) {
    check();
    ActorDefinition<C> own = cell().definition();
    if (!own.name().equals(type.name()) || own.getClass() != type.getClass()) {
      throw new IllegalArgumentException(cell().path() + " is of type " + own.name() + ", not " + type.name() + ".");
    }
    return (ActorRef<D>) cell().ref();
  }

  @Override
  public final <D extends Command<?, ?>> ActorRef<D> spawn(PlainType<D> type, String id) {
    check();
    return cell().system().spawnBelow(cell(), type, id);
  }

  @Override
  public final void stop() {
    check();
    stopping = true;
  }

  @Override
  public final void stop(ActorRef<?> actor) {
    check();
    cell().system().beginToStop(LocalRef.of(actor));
  }

  @Override
  public final void watch(ActorRef<?> actor, Function<? super Terminated, ? extends Command<?, ?>> command) {
    check();
    Objects.requireNonNull(command, "command");
    LocalRef<?> watched = LocalRef.of(actor);
    cell().belongings().watches.put(watched, command);
    watched.addWatcher(cell());
  }

  @Override
  public final void unwatch(ActorRef<?> actor) {
    check();
    LocalRef<?> watched = LocalRef.of(actor);
    if (cell().belongings().watches.remove(watched) != null) {
      watched.removeWatcher(cell());
    }
  }

  @Override
  public Timers timers() {
    check();
    return new ContextTimers<>(this);
  }

  @Override
  public final void receiveTimeout(Duration time, Command<?, ?> command) {
    cancelReceiveTimeout();
    if (!time.isPositive()) {
      throw new IllegalArgumentException("A receive timeout is positive, not " + time + ".");
    }
    cell().belongings().receiveTimeout =
        new ReceiveTimeout(cell().system().time(), Durations.bounded(time), cell().requireOwn(command), cell()::send);
  }

  @Override
  public final void cancelReceiveTimeout() {
    check();
    ReceiveTimeout running = cell().belongings().receiveTimeout;
    if (running != null) {
      running.cancel();
      cell().belongings().receiveTimeout = null;
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
    cell().unstash();
  }

  @Override
  public final <R extends @Nullable Object> Deferred<R> later(Command<?, R> command) {
    Letter received = current(command);
    DeferredAnswer<R> answer =
        new DeferredAnswer<>(cell().path(), command, answeredLater(received), cell().belongings().deferred);
    cell().belongings().deferred.add(answer);
    owe(answer);
    return answer;
  }

  @Override
  public final <T extends @Nullable Object> void pipeToSelf(CompletionStage<T> stage,
      BiFunction<? super @Nullable T, ? super @Nullable Throwable, ? extends Command<?, ?>> command) {
    check();
    Objects.requireNonNull(command, "command");
    cell().belongings().pipes++;
    Tracing tracing = cell().system().tracing();
    Origin origin = tracing == null ? carriedOn() : tracing.sending(carriedOn());
    stage.whenComplete((value, thrown) -> {
      Errand errand = new Errand(() -> {
        cell().belongings().pipes--;
        return command.apply(value, thrown);
      });
      errand.originate(origin);
      if (!cell().send(errand)) {
        cell().system().observer().lost("The result of a stage", cell().path());
      }
    });
  }

  @Override
  public final <T> Subscription subscribe(Class<T> events, Function<? super T, ? extends Command<?, ?>> command) {
    check();
    Objects.requireNonNull(command, "command");
    Subscription subscription = cell().system().observer().stream().subscribe(events,
        event -> cell().offer(Tell.of(cell().requireOwn(command.apply(event)), true)) == Offer.TAKEN);
    cell().belongings().subscriptions.add(subscription);
    return subscription;
  }

  private Letter current(Command<?, ?> command) {
    check();
    Letter received = letter();
    if (received == null || underWay() != command) {
      throw new IllegalArgumentException("Only the current command can be answered later or stashed.");
    }
    return received;
  }
}
