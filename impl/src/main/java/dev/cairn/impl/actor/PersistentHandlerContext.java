package dev.cairn.impl.actor;

import dev.cairn.api.Command;
import dev.cairn.api.Deferred;
import dev.cairn.api.DurableTimers;
import dev.cairn.api.EventMetadata;
import dev.cairn.api.PersistException;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import dev.cairn.impl.journal.ActorStream;
import dev.cairn.impl.journal.HeldAnswer;
import dev.cairn.impl.mailbox.Letter;
import dev.cairn.impl.mailbox.Origin;
import dev.cairn.impl.record.Metadata;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A persistent actor at work: the author's instance, and the stream with its last committed state. */
final class PersistentHandlerContext<C extends Command<?, ?>, E, S> extends HandlerContext<C>
    implements PersistentContext<E, S> {
  private final PersistentActor<C, E, S> actor;
  private final ActorStream<E, S> stream;
  private @Nullable PersistException thrown;
  private final StagedTimers staged = new StagedTimers();
  private boolean callsStore;

  PersistentHandlerContext(ActorCell<C> cell, PersistentActor<C, E, S> actor, ActorStream<E, S> stream) {
    super(cell);
    this.actor = actor;
    this.stream = stream;
  }

  /** The stream with the last committed state. A fresh instance may use it too, unless it is dead. */
  ActorStream<E, S> stream() {
    return stream;
  }

  OptionalLong doneAt(String commandId) {
    return stream.doneAt(commandId);
  }

  @Override
  Reply call(C command) {
    thrown = null;
    beginCall();
    Reply reply = actor.handle(command, this);
    stream.requireUnchangedState();
    staged.requireNone(cell().path());
    if (letter() instanceof Firing firing) {
      end(firing, reply);
    }
    return reply;
  }

  /** A timer has ended once its handler has returned, whether it has persisted something or not. */
  private void end(Firing firing, @Nullable Reply reply) {
    if (reply instanceof Reply.Stashed) {
      firing.putAside();
      return;
    }
    if (reply != null && firing.isPending(stream.timers())) {
      noteThrown(() -> {
        stream.endTimer(firing.name());
        return stream.state();
      });
      tellTimers(stream.last(), Metadata.NONE);
    }
    if (reply instanceof Deferred<?>) {
      awaitDurable();
      firing.answer(null);
    }
  }

  @Override
  void callStarted() {
    beginCall();
    actor.started(this);
    staged.requireNone(cell().path());
  }

  @Override
  void callStopped() {
    beginCall();
    actor.stopped(this);
    staged.requireNone(cell().path());
  }

  private void beginCall() {
    staged.clear();
    stream.beginCall(calledAt());
  }

  @Override
  public DurableTimers timers() {
    check();
    return new ContextDurableTimers(new ContextTimers<>(this), cell(), staged, stream.timers());
  }

  @Override
  boolean isPipelined() { return stream.isPipelined(); }

  @Override
  void awaitOwnDurable() {
    awaitDurable();
  }

  @Override
  void answer(Letter to, Runnable answer) {
    if (!stream.isPipelined() || !stream.hold(held(to, answer))) {
      answer.run();
    }
  }

  /** Answers that an event is stored already, once it is. */
  void answerDone(Letter to, long sequence, Runnable answer) {
    if (!stream.hold(held(to, answer), sequence)) {
      answer.run();
    }
  }

  private HeldAnswer held(Letter to, Runnable answer) {
    return new HeldAnswer() {
      @Override
      public void leave() {
        answer.run();
      }

      @Override
      public void fail(PersistException why) {
        cell().fail(to, why);
      }
    };
  }

  @Override
  Letter answeredLater(Letter received) {
    return stream.isPipelined() ? new DurableLetter(cell(), received) : received;
  }

  @Override
  void drain() {
    stream.drain();
  }

  @Override
  boolean isDead() { return stream.isDead(); }

  @Override
  boolean callsStore() {
    return callsStore;
  }

  @Override
  RuntimeException failureFor(Throwable failure) {
    PersistException own = thrown;
    return own != null && own == failure ? own : super.failureFor(failure);
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
    Metadata own = letter == null
        ? Metadata.of(null, null, null, metadata)
        : metadata(letter.id(), letter.origin(), metadata);
    if (letter instanceof Firing firing && !events.isEmpty() && firing.isPending(stream.timers())
        && !staged.concerns(firing.name())) {
      staged.end(firing.name(), stream.timers());
    }
    long first = stream.last() + 1;
    Metadata all = staged.into(own, first);
    Tracing tracing = cell().system().tracing();
    S next = tracing == null
        ? noteThrown(() -> stream.persist(actor, events, all))
        : tracing.persisting(cell(), events.size(), () -> noteThrown(() -> stream.persist(actor, events, all)));
    if (!events.isEmpty()) {
      staged.clear();
    }
    if (all.concernsTimers()) {
      tellTimers(first, all);
    }
    return next;
  }

  /** Tells whoever fires durable timers what an event has changed. */
  private void tellTimers(long sequence, Metadata metadata) {
    EntityCell<?, ?, ?> cell = (EntityCell<?, ?, ?>) cell();
    cell.system().durableTimers().changed(cell.stream(), stream, sequence, metadata);
  }

  private static Metadata metadata(@Nullable String id, @Nullable Origin origin, EventMetadata given) {
    return origin == null
        ? Metadata.of(id, null, null, given)
        : Metadata.of(id, origin.correlationId(), origin.causationId(), given);
  }

  @Override
  public void awaitDurable() {
    check();
    noteThrown(() -> {
      stream.awaitDurable();
      return stream.state();
    });
  }

  @Override
  public boolean snapshot() {
    check();
    callsStore = true;
    try {
      return stream.snapshot();
    } finally {
      callsStore = false;
    }
  }

  @Override
  public S purge() {
    check();
    staged.clear();
    S initial = noteThrown(() -> stream.purge(actor));
    tellTimers(stream.last(), Metadata.NONE);
    return initial;
  }

  private S noteThrown(Supplier<S> work) {
    callsStore = true;
    try {
      return work.get();
    } catch (PersistException e) {
      thrown = e;
      throw e;
    } finally {
      callsStore = false;
    }
  }
}
