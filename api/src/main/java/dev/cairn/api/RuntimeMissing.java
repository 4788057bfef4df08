package dev.cairn.api;

/**
 * The runtime of this api cannot be found.
 */
public final class RuntimeMissing extends CairnException {
  private static final long serialVersionUID = 1;

  /** Names the jar to add. */
  public RuntimeMissing() {
    super(
        "No Cairn runtime was found. Put the jar cairn-impl (module dev.cairn.impl) and its libraries "
            + "on the module path.",
        null);
  }
}
