package dev.cairn.api;

/**
 * The requested events are no longer stored: they were deleted up to a snapshot, or purged. Nothing was skipped
 * silently, and nothing was changed.
 */
public final class HistoryCompacted extends StoreException {
  private static final long serialVersionUID = 1;

  /** Says what is gone. */
  public HistoryCompacted(String message) {
    super(message, null);
  }
}
