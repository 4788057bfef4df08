package dev.cairn.api;

/**
 * No backend can be found, or not the chosen one, or several and none was chosen. Nothing was touched.
 */
public final class BackendNotChosen extends StoreException {
  private static final long serialVersionUID = 1;

  /** Says what was found and what to do. */
  public BackendNotChosen(String message) {
    super(message, null);
  }
}
