package dev.cairn.testkit;

import dev.cairn.api.Command;
import dev.cairn.api.Deferred;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** An answer that a handler has deferred. */
record LaterAnswer<R extends @Nullable Object>(Command<?, ?> to, AtomicReference<Outcome> outcome)
    implements Deferred<R> {
  private static final Outcome OPEN = new Outcome.Pending("answers later");

  LaterAnswer(Command<?, ?> to) {
    this(to, new AtomicReference<>(OPEN));
  }

  @Override
  public boolean reply(R value) {
    return outcome.compareAndSet(OPEN, new Outcome.Answered(value));
  }

  @Override
  public boolean refuse(Object reason) {
    return outcome.compareAndSet(OPEN, new Outcome.SaidNo(reason));
  }

  @Override
  public boolean fail(Throwable cause) {
    return outcome.compareAndSet(OPEN, new Outcome.Threw(cause));
  }
}
