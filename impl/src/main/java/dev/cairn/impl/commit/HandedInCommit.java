package dev.cairn.impl.commit;

import dev.cairn.spi.Commit;

/**
 * A commit that no thread waits for. A listener hears that its outcome is known, or that its deadline is over. It hears
 * it on a thread of the committer, perhaps more than once, and must not wait.
 */
public final class HandedInCommit extends PendingCommit {
  private final Runnable listener;

  HandedInCommit(Commit commit, long patienceNanos, Runnable listener) {
    super(commit, patienceNanos);
    this.listener = listener;
  }

  @Override
  void wake() {
    listener.run();
  }

  @Override
  boolean lead() {
    return false;
  }
}
