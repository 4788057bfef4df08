package dev.cairn.impl.actor;

import dev.cairn.api.Command;
import dev.cairn.impl.mailbox.Letter;
import org.jspecify.annotations.Nullable;

/**
 * A letter whose pipelined actor answers later: also this answer waits for the events of the actor. Any thread may
 * answer.
 */
final class DurableLetter extends Letter {
  private final ActorCell<?> cell;
  private final Letter letter;

  DurableLetter(ActorCell<?> cell, Letter letter) {
    this.cell = cell;
    this.letter = letter;
  }

  @Override
  public @Nullable Command<?, ?> open() {
    return letter.open();
  }

  @Override
  public boolean isAwaited() { return letter.isAwaited(); }

  @Override
  public boolean isTell() { return letter.isTell(); }

  @Override
  public boolean answer(@Nullable Object value) {
    return leave(() -> letter.answer(value));
  }

  @Override
  public boolean fail(RuntimeException cause) {
    return leave(() -> letter.fail(cause));
  }

  private boolean leave(Runnable answer) {
    boolean awaited = letter.isAwaited();
    if (cell.runsHere()) {
      cell.answerHere(letter, answer);
    } else if (!cell.signal(new Signal.Answered(letter, answer))) {
      answer.run();
    }
    return awaited;
  }
}
