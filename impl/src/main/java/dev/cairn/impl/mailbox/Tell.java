package dev.cairn.impl.mailbox;

import dev.cairn.api.Command;

/** A command for which nobody waits. */
public class Tell extends Letter {
  private final Command<?, ?> command;

  /** A letter. */
  public Tell(Command<?, ?> command) {
    this.command = command;
  }

  /** A letter for a mailbox that counts bytes, if so. */
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
