package dev.cairn.bench;

import dev.cairn.api.EventHandler;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.LoggedState;
import dev.cairn.api.Withdrawal;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what it reads. */
record SoakReader(AtomicLong read) implements EventHandler {
  @Override
  public void event(LoggedEvent event) {
    read.incrementAndGet();
  }

  @Override
  public void state(LoggedState state) {
    read.incrementAndGet();
  }

  @Override
  public void withdrawn(Withdrawal withdrawal) {
    read.incrementAndGet();
  }
}
