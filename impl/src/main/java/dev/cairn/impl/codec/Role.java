package dev.cairn.impl.codec;

import java.util.Locale;

/** The role of a type: the first of these that applies. */
public enum Role {
  /** As an event. */
  EVENT,
  /** As a state. */
  STATE,
  /** Inside one of the others. */
  VALUE,
  /**
   * As a command: of a durable timer, in the metadata of records, or to an actor in another process, in letters only.
   */
  COMMAND,
  /** As an answer or a refusal of an actor in another process: in letters only, never in a record. */
  ANSWER;

  /** Returns the word on disk. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads the word on disk.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Role of(String word) {
    for (Role role : values()) {
      if (role.word().equals(word)) {
        return role;
      }
    }
    throw new IllegalArgumentException("There is no role '" + word + "'.");
  }
}
