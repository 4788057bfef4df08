package dev.cairn.impl.record;

import org.jspecify.annotations.Nullable;

/** A value that cannot become a record. Nothing of it was stored. The rule never quotes the value. */
public final class UnstorableValue extends RuntimeException {
  private static final long serialVersionUID = 1;

  private String rule;
  private boolean placed;

  /** Says which rule the value breaks. */
  public UnstorableValue(String rule) {
    this(rule, null);
  }

  /** Says which rule the value breaks, and which exception showed it. */
  public UnstorableValue(String rule, @Nullable Throwable cause) {
    super(cause);
    this.rule = rule;
  }

  /** Adds the component to the rule, unless one is there already, and returns itself. */
  public UnstorableValue in(String type, String component) {
    if (!placed) {
      placed = true;
      rule = "in " + type + "." + component + ", " + rule;
    }
    return this;
  }

  /** Returns the rule, as the end of a sentence that begins with the value. */
  public String rule() {
    return rule;
  }

  @Override
  public String getMessage() { return "The value cannot be stored: " + rule + "."; }
}
