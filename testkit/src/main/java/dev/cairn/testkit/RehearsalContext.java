package dev.cairn.testkit;

import dev.cairn.api.ActorDefinition;
import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.Command;
import dev.cairn.api.Deferred;
import dev.cairn.api.DurableTimers;
import dev.cairn.api.EventMetadata;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.PlainType;
import dev.cairn.api.Reply;
import dev.cairn.api.Subscription;
import dev.cairn.api.Terminated;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The context of an actor without a system: it persists, defers answers and stashes. Timers and watches are accepted
 * but never send a command. Every operation that needs other actors is refused.
 */
final class RehearsalContext<E, S> implements PersistentContext<E, S>, AutoCloseable {
  private final Rehearsal<?, E, S> actor;
  private final Command<?, ?> current;
  private final Thread thread = Thread.currentThread();
  private boolean ended;

  RehearsalContext(Rehearsal<?, E, S> actor, Command<?, ?> current) {
    this.actor = actor;
    this.current = current;
  }

  @Override
  public void close() {
    ended = true;
  }

  @Override
  public String id() {
    check();
    return Stage.ID;
  }

  @Override
  public String path() {
    check();
    return actor.path();
  }

  @Override
  public Instant now() {
    check();
    return actor.now();
  }

  @Override
  public Optional<String> commandId() {
    check();
    return Optional.empty();
  }

  @Override
  public Optional<String> correlationId() {
    check();
    return Optional.empty();
  }

  @Override
  public Optional<String> causationId() {
    check();
    return Optional.empty();
  }

  @Override
  public S state() {
    check();
    return actor.state();
  }

  @Override
  public long sequence() {
    check();
    return actor.sequence();
  }

  @Override
  public S persist(E event) {
    return persistAll(List.of(event));
  }

  @Override
  public S persistAll(List<? extends E> events) {
    check();
    return actor.persist(events);
  }

  @Override
  public S persist(E event, EventMetadata metadata) {
    return persistAll(List.of(event));
  }

  @Override
  public S persistAll(List<? extends E> events, EventMetadata metadata) {
    return persistAll(events);
  }

  @Override
  public void awaitDurable() {
    check();
  }

  @Override
  public boolean snapshot() {
    check();
    return true;
  }

  @Override
  public S purge() {
    check();
    return actor.purge();
  }

  @Override
  public Reply stash(Command<?, ?> command) {
    current(command);
    return new Reply.Stashed(command);
  }

  @Override
  public <R extends @Nullable Object> Deferred<R> later(Command<?, R> command) {
    current(command);
    return new LaterAnswer<>(command);
  }

  @Override
  public void unstashAll() {
    check();
  }

  @Override
  public void stop() {
    check();
  }

  @Override
  public void watch(ActorRef<?> other, Function<? super Terminated, ? extends Command<?, ?>> command) {
    check();
  }

  @Override
  public void unwatch(ActorRef<?> other) {
    check();
  }

  @Override
  public DurableTimers timers() {
    check();
    return actor.timers();
  }

  @Override
  public void receiveTimeout(Duration time, Command<?, ?> command) {
    check();
  }

  @Override
  public void cancelReceiveTimeout() {
    check();
  }

  @Override
  public ActorSystem system() {
    throw needsSystem("The system");
  }

  @Override
  public <C extends Command<?, ?>> ActorRef<C> self(ActorDefinition<C> type) {
    throw needsSystem("The actor's own address");
  }

  @Override
  public <C extends Command<?, ?>> ActorRef<C> spawn(PlainType<C> type, String id) {
    throw needsSystem("A child");
  }

  @Override
  public void stop(ActorRef<?> other) {
    throw needsSystem("Another actor");
  }

  @Override
  public <T extends @Nullable Object> void pipeToSelf(CompletionStage<T> stage,
      BiFunction<? super @Nullable T, ? super @Nullable Throwable, ? extends Command<?, ?>> command) {
    throw needsSystem("A stage that is piped to the actor");
  }

  @Override
  public <T> Subscription subscribe(Class<T> events, Function<? super T, ? extends Command<?, ?>> command) {
    throw needsSystem("A subscription");
  }

  private void check() {
    if (ended || thread != Thread.currentThread()) {
      throw new IllegalStateException(
          "The context of " + actor.path() + " works only on the actor's own thread, during "
              + "the call that it was given to.");
    }
  }

  private void current(Command<?, ?> command) {
    check();
    if (command != current) {
      throw new IllegalArgumentException(command + " is not the command that is being handled, " + current + ".");
    }
  }

  private static UnsupportedOperationException needsSystem(String what) {
    return new UnsupportedOperationException(
        what + " exists only in a system: test this with ActorTest.in(...).");
  }
}
