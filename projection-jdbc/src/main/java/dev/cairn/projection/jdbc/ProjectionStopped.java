package dev.cairn.projection.jdbc;

import org.jspecify.annotations.Nullable;

/** A worker of a projection has stopped, or cannot begin; its message says why, and what to do. Nothing is skipped. */
public final class ProjectionStopped extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ProjectionStopped(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
