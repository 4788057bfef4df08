package dev.cairn.impl.actor;

import dev.cairn.api.Command;
import dev.cairn.impl.mailbox.Letter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A command that the runtime brings to an actor, made on the actor's thread when its turn has come. */
final class Errand extends Letter {
  private @Nullable Supplier<? extends @Nullable Command<?, ?>> maker;
  private @Nullable Command<?, ?> command;

  Errand(Supplier<? extends @Nullable Command<?, ?>> maker) {
    this.maker = maker;
  }

  @Override
  public @Nullable Command<?, ?> command() {
    Supplier<? extends @Nullable Command<?, ?>> unmade = maker;
    if (unmade != null) {
      maker = null;
      command = unmade.get();
    }
    return command;
  }
}
