package dev.cairn.impl.record;

import org.jspecify.annotations.Nullable;

/** Stored bytes that do not say what they should. The rule never quotes the payload. */
public final class UnreadableRecord extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String rule;
  private final boolean placed;

  /** Says which rule the bytes break. */
  public UnreadableRecord(String rule) {
    this(rule, null);
  }

  /** Says which rule the bytes break, and what came of it. */
  public UnreadableRecord(String rule, @Nullable Throwable cause) {
    this(rule, cause, false);
  }

  private UnreadableRecord(String rule, @Nullable Throwable cause, boolean placed) {
    super("The record cannot be read: " + rule + ".", cause);
    this.rule = rule;
    this.placed = placed;
  }

  /** Returns the same, with the innermost component in which it was noticed. */
  public UnreadableRecord in(String type, String component) {
    return placed ? this : new UnreadableRecord("in " + type + "." + component + ", " + rule, this, true);
  }

  /** Returns the rule, as the end of a sentence that begins with the record. */
  public String rule() {
    return rule;
  }
}
