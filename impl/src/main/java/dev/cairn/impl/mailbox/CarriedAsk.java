package dev.cairn.impl.mailbox;

import dev.cairn.api.Command;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** An ask that came from another process, whose asker gives up by itself. Whoever puts it in does not wait for room. */
public final class CarriedAsk extends AsyncAsk {
  /**
   * An ask.
   *
   * @param deadline in the nanoseconds of the system's time
   */
  public CarriedAsk(Command<?, ?> command, @Nullable String id, CompletableFuture<@Nullable Object> future,
      long deadline) {
    super(command, id, future, TimeoutException::new, deadline);
  }

  @Override
  public boolean isCarried() { return true; }
}
