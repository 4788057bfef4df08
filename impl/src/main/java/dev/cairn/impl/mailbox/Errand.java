package dev.cairn.impl.mailbox;

import dev.cairn.api.Command;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A command that the runtime brings to an actor, made on the actor's thread when its turn has come. */
public final class Errand extends Letter {
  private @Nullable Supplier<? extends @Nullable Command<?, ?>> maker;
  private @Nullable Command<?, ?> command;

  /** An errand whose command is made once; null if it has lapsed by then. */
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
