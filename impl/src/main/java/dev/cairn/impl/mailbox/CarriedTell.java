package dev.cairn.impl.mailbox;

import dev.cairn.api.Command;

/** A command without an asker that came from another process. Whoever puts it in does not wait for room. */
public final class CarriedTell extends Tell {
  private long bytes;

  /** A letter for any mailbox. */
  public CarriedTell(Command<?, ?> command) {
    super(command);
  }

  @Override
  public boolean isCarried() { return true; }

  @Override
  long bytes() {
    return bytes;
  }

  @Override
  void bytes(long size) {
    bytes = size;
  }
}
