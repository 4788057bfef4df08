package dev.cairn.impl.compact;

import dev.cairn.api.StoreCompaction;

/** Counts the covered events that are done, for the progress. Used by one thread. */
final class Steps {
  private final StoreCompaction.Progress progress;
  private final long all;
  private long done;

  Steps(StoreCompaction.Progress progress, long all) {
    this.progress = progress;
    this.all = all;
  }

  void add(long events) {
    done += events;
    progress.step(done, all);
  }
}
