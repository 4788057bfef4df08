package dev.cairn.console;

import dev.cairn.api.CairnException;
import dev.cairn.api.MissingKey;
import java.util.NoSuchElementException;
import java.util.Objects;

/** The sentence about a failure. */
final class Problem {
  private Problem() {}

  static String words(RuntimeException failure) {
    String message = Objects.requireNonNullElse(failure.getMessage(), "");
    return switch (failure) {
      case MissingKey e -> message + " End the console, and start it with the key: the page never asks for one.";
      case CairnException e -> message;
      case NoSuchElementException e -> message;
      case IllegalArgumentException e -> message;
      default -> "This is not expected: " + (message.isBlank() ? "no reason was given." : message);
    };
  }
}
