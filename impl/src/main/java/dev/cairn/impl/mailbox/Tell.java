package dev.cairn.impl.mailbox;

import dev.cairn.api.Command;

/** A command without an asker. */
public class Tell extends Letter {
  private final Command<?, ?> command;

  /** A letter for a mailbox that counts no bytes. */
  public Tell(Command<?, ?> command) {
    this.command = command;
  }

  /** A letter for a mailbox that counts bytes if {@code sized}. */
  public static Tell of(Command<?, ?> command, boolean sized) {
    return sized ? new Sized(command) : new Tell(command);
  }

  @Override
  public Command<?, ?> open() {
    return command;
  }

  private static final class Sized extends Tell {
    private long bytes;

    Sized(Command<?, ?> command) {
      super(command);
    }

    @Override
    long bytes() {
      return bytes;
    }

    @Override
    void bytes(long size) {
      bytes = size;
    }
  }
}
