package dev.cairn.impl.commit;

import org.jspecify.annotations.Nullable;

/** A batch that somebody has taken to store it. The one who takes it and the committer's thread know it. */
final class TakenBatch {
  /** Nothing to store, and nothing to open. */
  static final TakenBatch NONE = new TakenBatch(null, Batch.NONE);

  private final @Nullable Session session;
  private final Batch batch;
  /** What was thrown while it was stored. A field: it has to be set where no call can be made any more. */
  volatile @Nullable Throwable failure;

  /**
   * What to do.
   *
   * @param session null if there is none, and one has to be opened
   * @param batch what to store
   */
  TakenBatch(@Nullable Session session, Batch batch) {
    this.session = session;
    this.batch = batch;
  }

  @Nullable
  Session session() {
    return session;
  }

  Batch batch() {
    return batch;
  }
}
