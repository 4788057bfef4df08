package dev.cairn.impl.mailbox;

import dev.cairn.api.ActorFailed;
import dev.cairn.api.Command;
import dev.cairn.api.Deferred;
import dev.cairn.api.Refused;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** An answer that an actor gives later. Any thread may give it. */
public final class DeferredAnswer<R extends @Nullable Object> implements Deferred<R> {
  private final String path;
  private final Command<?, R> command;
  private final Letter letter;
  private final Set<DeferredAnswer<?>> open;
  private final AtomicBoolean given = new AtomicBoolean();

  /**
   * An answer to a letter.
   *
   * @param open the deferred answers of the actor that are not given yet; any thread may change it
   */
  public DeferredAnswer(String path, Command<?, R> command, Letter letter, Set<DeferredAnswer<?>> open) {
    this.path = path;
    this.command = command;
    this.letter = letter;
    this.open = open;
  }

  @Override
  public Command<?, ?> to() {
    return command;
  }

  @Override
  public boolean reply(R value) {
    return give() && letter.answer(value);
  }

  @Override
  public boolean refuse(Object reason) {
    Objects.requireNonNull(reason, "reason");
    return give() && letter.fail(new Refused(path, reason));
  }

  @Override
  public boolean fail(Throwable cause) {
    Objects.requireNonNull(cause, "cause");
    return give() && letter.fail(new ActorFailed(path, cause));
  }

  /** True if the answer was given, or no asker waits for it any more. */
  public boolean isOver() {
    return given.get() || !letter.isAwaited();
  }

  /** Fails the answer: the instance that owed it has ended. */
  public void end(RuntimeException failure) {
    if (give()) {
      letter.fail(failure);
    }
  }

  /** Forgets this answer: the command was answered in another way. */
  public void forget() {
    open.remove(this);
  }

  private boolean give() {
    forget();
    return given.compareAndSet(false, true);
  }

  @Override
  public String toString() {
    return "the deferred answer of a " + command.getClass().getName();
  }
}
