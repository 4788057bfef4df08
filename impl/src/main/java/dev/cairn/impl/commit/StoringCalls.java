package dev.cairn.impl.commit;

import dev.cairn.impl.dispatch.Dispatcher;

/**
 * Calls for a thread that stores what is in a queue, where commits do not wait for a sync. Called under the lock of the
 * queue.
 */
final class StoringCalls {
  private final Runnable storing;
  private volatile boolean deferred;
  private volatile boolean first;

  /**
   * Calls for nobody yet.
   *
   * @param storing takes what is in the queue, and stores it
   */
  StoringCalls(Runnable storing) {
    this.storing = storing;
  }

  /**
   * Lets a thread store that has no actor to run; if enough commits wait, the next thread that has done with its actor.
   * While it stores, the actors that are ready run on the other processors.
   *
   * @return false if there is no memory to call
   */
  boolean callFor(boolean enough) {
    try {
      if (enough && !first) {
        first = true;
        Dispatcher.first(this::storeFirst);
      } else if (!deferred) {
        deferred = true;
        Dispatcher.defer(this::storeDeferred);
      }
      return true;
    } catch (Throwable e) {
      first = false;
      deferred = false;
      return false;
    }
  }

  private void storeFirst() {
    first = false; // first of all: a commit that comes from now on calls again
    storing.run();
  }

  private void storeDeferred() {
    deferred = false;
    storing.run();
  }
}
