package dev.cairn.impl.commit;

import dev.cairn.api.ActorType;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import java.util.concurrent.TimeUnit;

/** Looks whether another process has stored something, while somebody here waits for it. Used by one thread. */
final class Others implements Runnable {
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final StoreReads reads;
  private final Activity activity;
  private Position known = Position.START;

  Others(StoreReads reads, Activity activity) {
    this.reads = reads;
    this.activity = activity;
  }

  @Override
  public void run() {
    if (activity.isAwaited()) {
      try {
        Position newest = reads.read(Patience.of(LOOK_NANOS), backend -> {
          try (LogCursor log = backend.log(ActorType.MAIN_STORE, Position.END)) {
            return log.horizon();
          }
        });
        if (!newest.equals(known)) {
          known = newest;
          activity.grow();
        }
      } catch (RuntimeException e) {
        // it is looked again; whoever needs the store meanwhile says what is wrong
      }
    }
  }
}
