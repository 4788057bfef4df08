package dev.cairn.api;

import org.jspecify.annotations.Nullable;

/**
 * An import met a row that does not fit, and stopped there. Neither this row nor a later one of its stream is stored.
 * Mend the source, and run the whole import again: it goes on where each stream stands.
 */
public final class ImportStopped extends CairnException {
  private static final long serialVersionUID = 1;

  private final String stream;
  private final long sequence;

  /** Names the stream by its path, the row by its sequence, and the reason in a sentence without its point. */
  ImportStopped(String stream, long sequence, String reason, @Nullable Throwable cause) {
    super("The import stopped at event " + sequence + " of " + stream + ": " + reason + ". Neither it nor a later "
        + "event of this stream was stored. Mend the source, and run the whole import again: it goes on where each "
        + "stream stands.", cause);
    this.stream = stream;
    this.sequence = sequence;
  }

  /** The path of the stream. */
  public String stream() {
    return stream;
  }

  /** The sequence of the row. */
  public long sequence() {
    return sequence;
  }
}
