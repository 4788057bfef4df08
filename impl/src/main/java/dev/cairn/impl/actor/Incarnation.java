package dev.cairn.impl.actor;

import dev.cairn.api.ActorFailed;
import dev.cairn.api.ActorType;
import dev.cairn.api.CairnException;
import dev.cairn.api.Command;
import dev.cairn.api.PersistException;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import dev.cairn.impl.journal.ActorStream;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
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

  /** A fresh instance on the last committed state. Reads nothing. */
  void restart() {
    actor = type.newActor();
  }

  @SuppressWarnings("unchecked") // the cell checked the class when it took the command
  Reply handle(Envelope.Job<C> job) {
    running = Thread.currentThread();
    commandId = job.id();
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
    check();
    try {
      return stream.persist(actor, events, commandId);
    } catch (PersistException e) {
      told = e;
      throw e;
    }
  }

  private void check() {
    if (running != Thread.currentThread()) {
      throw new IllegalStateException(
          "The context of " + name + " works only on the actor's own thread, during the call that it "
              + "was given to.");
    }
  }
}
