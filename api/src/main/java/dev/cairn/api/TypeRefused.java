package dev.cairn.api;

/**
 * The events or the state of an actor type cannot be stored, or no longer match the stored types. Nothing was written.
 */
public final class TypeRefused extends CairnException {
  private static final long serialVersionUID = 1;

  /** Names the type and the rule. */
  public TypeRefused(String type, String rule) {
    super("The actor type " + type + " cannot be used: " + rule, null);
  }
}
