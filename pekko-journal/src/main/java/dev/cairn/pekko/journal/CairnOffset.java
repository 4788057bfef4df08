package dev.cairn.pekko.journal;

import dev.cairn.api.LogOffset;
import java.util.Objects;
import org.apache.pekko.persistence.query.Offset;

/**
 * Where a query over all persistent actors stands: after an event. It says both where the event is in the log and which
 * event it is. A copy of the store has another log in the same order, and there the query finds its place by the event.
 * Immutable; Pekko serializes it.
 */
public final class CairnOffset extends Offset {
  private final LogOffset position;
  private final String persistenceId;
  private final long sequenceNr;

  /** The offset of an event. */
  public CairnOffset(LogOffset position, String persistenceId, long sequenceNr) {
    this.position = Objects.requireNonNull(position, "position");
    this.persistenceId = Objects.requireNonNull(persistenceId, "persistenceId");
    this.sequenceNr = sequenceNr;
  }

  /**
   * Parses the text of {@link #toString}.
   *
   * @throws IllegalArgumentException if the text has another form
   */
  public static CairnOffset parse(String text) {
    String[] parts = text.split(" ", 3);
    if (parts.length != 3) {
      throw new IllegalArgumentException(
          "An offset is written as POSITION SEQUENCE PERSISTENCE-ID, not '" + text + "'.");
    }
    return new CairnOffset(LogOffset.parse(parts[0]), parts[2], Long.parseLong(parts[1]));
  }

  /** Where the event is in the log of its store. */
  public LogOffset position() {
    return position;
  }

  /** The persistent actor of the event. */
  public String persistenceId() {
    return persistenceId;
  }

  /** The sequence number of the event. */
  public long sequenceNr() {
    return sequenceNr;
  }

  /** Whether the other one is after the same event of the same store. */
  @Override
  public boolean equals(Object other) {
    return other instanceof CairnOffset same && position.equals(same.position) && sequenceNr == same.sequenceNr
        && persistenceId.equals(same.persistenceId);
  }

  /** The same for equal ones. */
  @Override
  public int hashCode() {
    return position.hashCode();
  }

  /** Returns the offset as {@code STORE@GENERATION:OFFSET SEQUENCE PERSISTENCE-ID}. */
  @Override
  public String toString() {
    return position + " " + sequenceNr + " " + persistenceId;
  }
}
