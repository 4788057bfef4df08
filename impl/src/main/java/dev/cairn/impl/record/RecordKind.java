package dev.cairn.impl.record;

/** What a record is in its stream. */
public enum RecordKind {
  /** One event. */
  EVENT(1),
  /** The state after the event of the same sequence. */
  SNAPSHOT(2);

  private final byte code;

  RecordKind(int code) {
    this.code = (byte) code;
  }

  byte code() {
    return code;
  }
}
