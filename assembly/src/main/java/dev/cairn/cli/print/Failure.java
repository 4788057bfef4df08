package dev.cairn.cli.print;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** The text of a failure for people, without the name of an exception's class. */
public final class Failure {
  private Failure() {}

  /** The text, without a full stop. */
  public static String words(@Nullable Throwable failure) {
    return switch (failure) {
      case NoSuchFileException e -> e.getFile() + " is not there";
      case AccessDeniedException e -> "access to " + e.getFile() + " is denied";
      case FileSystemException e when e.getReason() != null -> e.getFile() + ": " + e.getReason();
      case null, default -> message(failure == null ? null : failure.getMessage());
    };
  }

  private static String message(@Nullable String message) {
    if (message == null || message.isBlank()) {
      return "no reason was given";
    }
    return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
  }
}
