package dev.cairn.impl.record;

import org.jspecify.annotations.Nullable;

/** A value that cannot become a record. Nothing of it was stored. The rule never quotes the value. */
public final class UnstorableValue extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String rule;
  private final boolean placed;

  /** Says which rule the value breaks. */
  public UnstorableValue(String rule) {
    this(rule, null);
  }

  /** Says which rule the value breaks, and how that was noticed. */
  public UnstorableValue(String rule, @Nullable Throwable cause) {
    this(rule, cause, false);
  }

  private UnstorableValue(String rule, @Nullable Throwable cause, boolean placed) {
    super("The value cannot be stored: " + rule + ".", cause);
    this.rule = rule;
    this.placed = placed;
  }

  /** Returns the same, with the innermost component in which it was noticed. */
  public UnstorableValue in(String type, String component) {
    return placed ? this : new UnstorableValue("in " + type + "." + component + ", " + rule, this, true);
  }

  /** Returns the rule, as the end of a sentence that begins with the value. */
  public String rule() {
    return rule;
  }
}
