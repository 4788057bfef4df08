package dev.cairn.impl.codec;

import java.util.Locale;

/** Where a type stands: the first of these that applies. */
public enum Role {
  /** As an event. */
  EVENT,
  /** As a state. */
  STATE,
  /** Inside one of these. */
  VALUE;

  /** Returns the word that stands on disk. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads the word that stands on disk. */
  static Role of(String word) {
    for (Role role : values()) {
      if (role.word().equals(word)) {
        return role;
      }
    }
    throw new IllegalArgumentException("There is no role '" + word + "'.");
  }
}
