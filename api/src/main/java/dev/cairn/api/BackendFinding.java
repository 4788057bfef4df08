package dev.cairn.api;

import java.util.Optional;

/**
 * One backend that was found.
 *
 * @param name its name; empty if it failed before it could say its name
 * @param origin the jar, module or folder that contains it, without the path
 * @param where the whole path or address; the same as {@code origin} if there is none
 * @param problem why it cannot be used; empty if it can
 * @param chosenBy why a system of this process would use it; empty if it would not
 */
public record BackendFinding(Optional<String> name, String origin, String where, Optional<String> problem,
    Optional<String> chosenBy) {

  /** The reason when no backend was chosen and only one was found. */
  public static final String BEING_THE_ONLY_ONE = "being the only one";

  /** Returns the finding as the one that a system would use. */
  public BackendFinding chosenBy(String reason) {
    return new BackendFinding(name, origin, where, problem, Optional.of(reason));
  }
}
