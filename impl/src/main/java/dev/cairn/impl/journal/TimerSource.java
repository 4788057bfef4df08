package dev.cairn.impl.journal;

import dev.cairn.impl.commit.Activity;
import dev.cairn.impl.timer.DueTimers;
import java.util.function.BooleanSupplier;

/** Where the timers of a store that are pending come from, for whoever waits until they are due. Used by one thread. */
public interface TimerSource {

  /** The pending timers, as of the last {@link #goOn}. */
  DueTimers timers();

  /** Tells of news; any thread may call. */
  Activity activity();

  /** Reads what is new; true if there may be more. */
  boolean goOn(BooleanSupplier stopped);

  /** Stores some of what has changed, if it is time to; {@code now} says that it is. */
  void save(boolean now);

  /** Whether nothing has changed since it was stored. */
  boolean isSaved();
}
