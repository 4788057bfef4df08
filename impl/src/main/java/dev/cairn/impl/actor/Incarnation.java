package dev.cairn.impl.actor;

import dev.cairn.api.ActorFailed;
import dev.cairn.api.ActorDefinition;
import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.CairnException;
import dev.cairn.api.EventMetadata;
import dev.cairn.api.Command;
import dev.cairn.api.Deferred;
import dev.cairn.api.PersistException;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.PlainType;
import dev.cairn.api.Reply;
import dev.cairn.api.Subscription;
import dev.cairn.api.Terminated;
import dev.cairn.api.Timers;
import dev.cairn.impl.journal.ActorStream;
import dev.cairn.impl.journal.Cause;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A recovered actor: the author's instance, the last committed state, and the stream. Lives until the store can no
 * longer vouch for that state; the next command then recovers another one.
 */
final class Incarnation<C extends Command<?, ?>, E, S> implements PersistentContext<E, S> {
  private final String name;
  private final ActorType<C, E, S> type;
  private final ActorStream<E, S> stream;
  private PersistentActor<C, E, S> actor;
  private @Nullable Thread running;
  private @Nullable String commandId;
  private @Nullable String correlationId;
  private @Nullable CairnException told;

  Incarnation(String name, ActorType<C, E, S> type, ActorStream<E, S> stream) {
    this.name = name;
    this.type = type;
    this.actor = type.newActor();
    this.stream = stream;
  }

  OptionalLong doneAt(String id) {
    return stream.doneAt(id);
  }

  /** True once the state in memory may not be what is stored. */
  boolean dead() {
    return stream.dead();
  }

  /** Writes what is pending before the actor goes. */
  void rest() {
    stream.rest();
  }

  /** A fresh instance on the last committed state. Reads nothing. */
  void restart() {
    actor = type.newActor();
  }

  @SuppressWarnings("unchecked") // the cell checked the class when it took the command
  Reply handle(Envelope.Job<C> job) {
    running = Thread.currentThread();
    commandId = job.id();
    correlationId = job.correlationId();
    told = null;
    try {
      Reply reply = actor.handle((C) job.command(), this);
      if (reply == null || reply.to() != job.command()) {
        throw new IllegalStateException(
            "The handler must return the reply of the command it was given, not " + reply + ".");
      }
      return reply;
    } finally {
      running = null;
    }
  }

  /** A persist's own failure goes to the asker as it is; everything else is the handler's. */
  RuntimeException failureToTell(Throwable thrown) {
    return thrown == told && told != null ? told : new ActorFailed(name, thrown);
  }

  @Override
  public String id() {
    check();
    return stream.id();
  }

  @Override
  public S state() {
    check();
    return stream.state();
  }

  @Override
  public long sequence() {
    check();
    return stream.last();
  }

  @Override
  public S persist(E event) {
    return persistAll(Collections.singletonList(event));
  }

  @Override
  public S persistAll(List<? extends E> events) {
    return persistAll(events, EventMetadata.NONE);
  }

  @Override
  public S persist(E event, EventMetadata metadata) {
    return persistAll(Collections.singletonList(event), metadata);
  }

  @Override
  public S persistAll(List<? extends E> events, EventMetadata metadata) {
    check();
    return told(() -> stream.persist(actor, events, new Cause(commandId, correlationId, metadata)));
  }

  @Override
  public boolean snapshot() {
    check();
    return stream.snapshot();
  }

  @Override
  public S purge() {
    check();
    return told(() -> stream.purge(actor));
  }

  private S told(Supplier<S> work) {
    try {
      return work.get();
    } catch (PersistException e) {
      told = e;
      throw e;
    }
  }

  @Override
  public String path() {
    throw unsupported();
  }

  @Override
  public ActorSystem system() {
    throw unsupported();
  }

  @Override
  public <D extends Command<?, ?>> ActorRef<D> self(ActorDefinition<D> own) {
    throw unsupported();
  }

  @Override
  public <D extends Command<?, ?>> ActorRef<D> spawn(PlainType<D> child, String childId) {
    throw unsupported();
  }

  @Override
  public void stop() {
    throw unsupported();
  }

  @Override
  public void stop(ActorRef<?> other) {
    throw unsupported();
  }

  @Override
  public void watch(ActorRef<?> other, Function<? super Terminated, ? extends Command<?, ?>> command) {
    throw unsupported();
  }

  @Override
  public void unwatch(ActorRef<?> other) {
    throw unsupported();
  }

  @Override
  public Timers timers() {
    throw unsupported();
  }

  @Override
  public void receiveTimeout(Duration time, Command<?, ?> command) {
    throw unsupported();
  }

  @Override
  public void cancelReceiveTimeout() {
    throw unsupported();
  }

  @Override
  public Reply stash(Command<?, ?> command) {
    throw unsupported();
  }

  @Override
  public void unstashAll() {
    throw unsupported();
  }

  @Override
  public <R extends @Nullable Object> Deferred<R> later(Command<?, R> command) {
    throw unsupported();
  }

  @Override
  public <T extends @Nullable Object> void pipeToSelf(CompletionStage<T> stage,
      BiFunction<? super @Nullable T, ? super @Nullable Throwable, ? extends Command<?, ?>> command) {
    throw unsupported();
  }

  @Override
  public <T> Subscription subscribe(Class<T> topic, Function<? super T, ? extends Command<?, ?>> command) {
    throw unsupported();
  }

  private static UnsupportedOperationException unsupported() {
    return new UnsupportedOperationException("This runtime does not do that.");
  }

  private void check() {
    if (running != Thread.currentThread()) {
      throw new IllegalStateException(
          "The context of " + name + " works only on the actor's own thread, during the call that it "
              + "was given to.");
    }
  }
}
