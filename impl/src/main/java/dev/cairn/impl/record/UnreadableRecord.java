package dev.cairn.impl.record;

import org.jspecify.annotations.Nullable;

/** Stored bytes that are not a valid record. The rule never quotes the payload. */
public sealed class UnreadableRecord extends RuntimeException permits UnknownType {
  private static final long serialVersionUID = 1;

  private String rule;
  private boolean placed;

  /** Says which rule the bytes break. */
  public UnreadableRecord(String rule) {
    this(rule, null);
  }

  /** Says which rule the bytes break, and which exception showed it. */
  public UnreadableRecord(String rule, @Nullable Throwable cause) {
    super(cause);
    this.rule = rule;
  }

  /** Adds the component to the rule, unless one is there already, and returns itself. */
  public UnreadableRecord in(String type, String component) {
    if (!placed) {
      placed = true;
      rule = "in " + type + "." + component + ", " + rule;
    }
    return this;
  }

  /** Returns the rule, as the end of a sentence that begins with the record. */
  public String rule() {
    return rule;
  }

  @Override
  public String getMessage() { return "The record cannot be read: " + rule + "."; }
}
