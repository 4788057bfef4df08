package dev.cairn.impl.mailbox;

import dev.cairn.api.Command;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A letter of the runtime to an actor. Its command is made on the actor's thread, when the letter is read. */
public final class Errand extends Letter {
  private @Nullable Supplier<? extends @Nullable Command<?, ?>> maker;
  private @Nullable Command<?, ?> command;

  /** An errand whose command is made once. The supplier returns null if the errand is of no use any more. */
  public Errand(Supplier<? extends @Nullable Command<?, ?>> maker) {
    this.maker = maker;
  }

  @Override
  public @Nullable Command<?, ?> open() {
    Supplier<? extends @Nullable Command<?, ?>> unmade = maker;
    if (unmade != null) {
      maker = null;
      command = unmade.get();
    }
    return command;
  }
}
