package dev.cairn.api;

/**
 * The runtime of this api cannot be found, or one of its libraries is not there. Nothing was touched.
 */
public final class RuntimeMissing extends CairnException {
  private static final long serialVersionUID = 1;

  /** Names the jar to add. */
  public RuntimeMissing() {
    super("No Cairn runtime was found. " + add("dev.cairn:cairn-impl and its libraries"), null);
  }

  /**
   * Names the library to add.
   *
   * @param library as Maven names it, {@code group:artifact}
   */
  public RuntimeMissing(String library) {
    super("The Cairn runtime was found, but not its library " + library + ". " + add(library), null);
  }

  private static String add(String what) {
    return "Add " + what + " to the class path or the module path; Maven and Gradle do, if the program depends on "
        + "dev.cairn:cairn-impl.";
  }
}
