package dev.cairn.impl.commit;

import org.jspecify.annotations.Nullable;

/** A batch that somebody has taken to store it. The one who takes it and the committer's thread know it. */
final class Work {
  /** Nothing to store, and nothing to open. */
  static final Work NONE = new Work(null, Group.NONE);

  private final @Nullable Opening opening;
  private final Group group;
  /** What was thrown while it was stored. A field: it has to be set where no call can be made any more. */
  volatile @Nullable Throwable failure;

  /**
   * What to do.
   *
   * @param opening null if there is none, and one has to be opened
   * @param group what to store
   */
  Work(@Nullable Opening opening, Group group) {
    this.opening = opening;
    this.group = group;
  }

  @Nullable
  Opening opening() {
    return opening;
  }

  Group group() {
    return group;
  }
}
