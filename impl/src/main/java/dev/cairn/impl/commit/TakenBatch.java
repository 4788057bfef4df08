package dev.cairn.impl.commit;

import org.jspecify.annotations.Nullable;

/** A batch that a thread has taken to store it. That thread and the committer's thread know it. */
final class TakenBatch {
  /** Nothing to store, and nothing to open. */
  static final TakenBatch NONE = new TakenBatch(null, Batch.NONE, false);

  private final @Nullable Session session;
  private final Batch batch;
  private final boolean alone;
  /** The failure of storing it. It is a field because it is set where a call is not safe any more. */
  volatile @Nullable Throwable failure;

  /**
   * A batch and the session to store it in.
   *
   * @param session null if there is none, and the next one has to be opened
   * @param batch the commits to store
   * @param alone whether it is the one commit of the thread that stores it, which looks at the outcome itself
   */
  TakenBatch(@Nullable Session session, Batch batch, boolean alone) {
    this.session = session;
    this.batch = batch;
    this.alone = alone;
  }

  @Nullable
  Session session() {
    return session;
  }

  Batch batch() {
    return batch;
  }

  boolean isAlone() { return alone; }
}
