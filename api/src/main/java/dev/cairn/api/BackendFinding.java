package dev.cairn.api;

import java.util.Optional;

/**
 * One backend that was found.
 *
 * @param name its name; empty where it did not come so far as to tell
 * @param origin the jar, module or folder it came from, without its path
 * @param where the whole path or address of it; the same as {@code origin} where there is none
 * @param problem why it cannot be used; empty if it can
 * @param chosenBy what makes a system of this process take it; empty if nothing does
 */
public record BackendFinding(Optional<String> name, String origin, String where, Optional<String> problem,
    Optional<String> chosenBy) {

  /** The reason where nobody chose, and there is nothing to choose. */
  public static final String BEING_THE_ONLY_ONE = "being the only one";

  /** Returns the finding as the one that a system takes. */
  public BackendFinding chosenBy(String reason) {
    return new BackendFinding(name, origin, where, problem, Optional.of(reason));
  }
}
