package dev.cairn.impl.actor;

import dev.cairn.api.Command;
import dev.cairn.api.EventMetadata;
import dev.cairn.api.PersistException;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import dev.cairn.impl.journal.ActorStream;
import dev.cairn.impl.journal.Cause;
import dev.cairn.impl.mailbox.Letter;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A persistent actor at work: the author's instance, and the stream that holds its last committed state. */
final class PersistentInstance<C extends Command<?, ?>, E, S> extends Instance<C> implements PersistentContext<E, S> {
  private final PersistentActor<C, E, S> actor;
  private final ActorStream<E, S> stream;
  private @Nullable PersistException thrown;

  PersistentInstance(ActorCell<C> cell, PersistentActor<C, E, S> actor, ActorStream<E, S> stream) {
    super(cell);
    this.actor = actor;
    this.stream = stream;
  }

  /** What it stands on; a fresh instance may stand on it too, unless it is dead. */
  ActorStream<E, S> stream() {
    return stream;
  }

  OptionalLong doneAt(String commandId) {
    return stream.doneAt(commandId);
  }

  @Override
  Reply call(C command) {
    thrown = null;
    stream.called();
    Reply reply = actor.handle(command, this);
    stream.handled();
    return reply;
  }

  @Override
  void callStarted() {
    stream.called();
    actor.started(this);
  }

  @Override
  void callStopped() {
    stream.called();
    actor.stopped(this);
  }

  @Override
  boolean dead() {
    return stream.dead();
  }

  @Override
  RuntimeException told(Throwable failure) {
    PersistException own = thrown;
    return own != null && own == failure ? own : super.told(failure);
  }

  @Override
  boolean storeFailed(Throwable failure) {
    return failure == thrown;
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
    Letter letter = letter();
    Cause cause = letter == null
        ? new Cause(null, null, metadata)
        : new Cause(letter.id(), letter.correlationId(), metadata);
    return told(() -> stream.persist(actor, events, cause));
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
      thrown = e;
      throw e;
    }
  }
}
