package dev.cairn.api.bind;

import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;

/**
 * The text of a failure, as a part of a sentence for people: without the name of an exception's class, without "null".
 */
public final class FailureText {
  private FailureText() {}

  /** The text of a failure, without a full stop. */
  public static String of(@Nullable Throwable failure) {
    return switch (failure) {
      case FileSystemException e -> ofFile(e);
      case NoClassDefFoundError e when e.getMessage() != null && e.getCause() == null ->
          "the class " + e.getMessage().replace('/', '.') + " is not there";
      case OutOfMemoryError e -> "there was not enough memory";
      case StackOverflowError e -> "the stack overflowed";
      case null, default -> ofMessage(failure);
    };
  }

  private static String ofFile(FileSystemException e) {
    String reason = switch (e) {
      case NoSuchFileException gone -> "it is not there";
      case AccessDeniedException denied -> "access is denied";
      case FileAlreadyExistsException there -> "it is there already";
      case NotDirectoryException file -> "it is not a folder";
      case DirectoryNotEmptyException full -> "it is not empty";
      default -> e.getReason() == null ? "it cannot be used" : e.getReason();
    };
    return e.getFile() == null ? reason : e.getFile() + ": " + reason;
  }

  private static String ofMessage(@Nullable Throwable failure) {
    String message = failure == null ? null : failure.getMessage();
    if (failure == null || message == null || message.isBlank()) {
      return "no reason was given";
    }
    Throwable cause = failure.getCause();
    if (cause != null && message.equals(cause.toString())) {
      return of(cause);
    }
    return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
  }
}
