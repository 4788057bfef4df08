package dev.cairn.impl.commit;

import dev.cairn.api.StoreUnavailable;
import dev.cairn.impl.backend.Location;
import dev.cairn.impl.observe.GuardedLogger;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendInfo;
import java.util.Optional;
import java.util.function.Function;

/**
 * Moves a committer to another location, in one pause in which no commit is under way.
 *
 * <pre>
 *   commits wait, those under way end | the rest is copied | reads wait | enter | commits and reads go on, there
 *                                     \--------------------\------------\--> they go on, here
 * </pre>
 */
record Moving(Sessions sessions, CommitQueue queue, BatchLoop loop, StoreThreads threads) {
  private static final GuardedLogger LOG = GuardedLogger.of(Moving.class);

  /**
   * Whatever is thrown, all goes on in the former location.
   *
   * @return the description of the new backend; empty if commits under way have not ended in time, and nothing was done
   */
  Optional<BackendInfo> run(long nanos, Function<Backend, Destination> rest) {
    Standstill standstill = queue.standstill();
    try {
      boolean still = standstill.hold(nanos);
      Session from = sessions.current();
      if (queue.isClosing()) {
        throw new StoreUnavailable("The store in " + sessions.location().data() + " is closing.", null);
      }
      if (!still || from == null) {
        return Optional.empty();
      }
      Destination to = rest.apply(from.backend());
      enter(from, to);
      close(from, to.location());
      return Optional.of(to.backend().info());
    } finally {
      standstill.release();
    }
  }

  private void enter(Session from, Destination to) {
    Session moved = from.movedTo(to.backend());
    BackendInfo info = to.backend().info();
    Session next = from;
    Location at = sessions.location();
    sessions.suspend(from);
    try {
      to.enter().run();
      next = moved;
      at = to.location();
      queue.standstill().move(next.generation());
      loop.describe(info);
      queue.move(loop.waits());
      threads.resizeTo(info.readers());
      to.entered().run();
    } finally {
      sessions.resume(next, at);
    }
    queue.standstill().release();
  }

  private static void close(Session from, Location to) {
    try {
      from.backend().close();
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.WARNING, () -> "The store goes on in " + to.data()
          + ". Where it was before, its last session did not close in order.", e);
    }
  }
}
