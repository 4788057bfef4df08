package dev.cairn.impl.record;

/** The kind of a record in its stream. */
public enum RecordKind {
  /** One event, of at most 1 MiB. */
  EVENT(1, 1 << 20),
  /** The state after the event of the same sequence, of at most 64 MiB. */
  SNAPSHOT(2, 1 << 26);

  private final byte code;
  private final int maxBytes;

  RecordKind(int code, int maxBytes) {
    this.code = (byte) code;
    this.maxBytes = maxBytes;
  }

  /** The largest record of this kind, in bytes. */
  public int maxBytes() {
    return maxBytes;
  }

  byte code() {
    return code;
  }
}
