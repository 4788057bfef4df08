package dev.cairn.backend.postgresql;

import dev.cairn.spi.BackendException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.Set;

/** What an error of the server or of the driver means. */
final class PostgresqlFailure {
  private static final String DISK_FULL = "53100";
  private static final Set<String> REFUSED = Set.of("08004", "28000", "28P01", "3D000", "42501");
  private static final Set<String> NOT_THERE = Set.of("3F000", "42P01", "42703");
  private static final Set<String> DAMAGED = Set.of("XX001", "XX002");
  private static final Set<String> COLLIDED = Set.of("40001", "40P01");

  private PostgresqlFailure() {}

  /**
   * Translates an error.
   *
   * @param what what was tried, without a full stop
   */
  static BackendException of(String what, SQLException error) {
    String state = state(error);
    String message = what + ": " + words(error);
    if (state.equals(DISK_FULL)) {
      return new BackendException.Full(message, error);
    }
    if (REFUSED.contains(state)) {
      BackendException.Misconfigured told = new BackendException.Misconfigured(message);
      told.addSuppressed(error);
      return told;
    }
    if (NOT_THERE.contains(state) || DAMAGED.contains(state)) {
      return new BackendException.Corrupt(message, error);
    }
    return new BackendException.Unavailable(message, error);
  }

  /** Whether the server has taken a transaction back for certain, because of another one. */
  static boolean isCollision(SQLException error) {
    return COLLIDED.contains(state(error));
  }

  /** Whether another transaction has stored the same key meanwhile, as that of a new stream. */
  static boolean isTaken(SQLException error) {
    return state(error).equals("23505");
  }

  /** Whether somebody else kept a lock for too long; nothing was done. */
  static boolean isLockTimeout(SQLException error) {
    return state(error).equals("55P03");
  }

  /** Whether a check within a transaction has failed; the transaction was taken back. */
  static boolean isRefusal(SQLException error) {
    return state(error).equals("22012");
  }

  /** Whether the connection is gone, and a new one may do better. */
  static boolean isLostConnection(SQLException error) {
    String state = state(error);
    if (error.getCause() instanceof SocketTimeoutException) {
      return false; // the server is at work on it, or the network is silent
    }
    return state.startsWith("08") && !REFUSED.contains(state) || state.startsWith("57P0");
  }

  private static String state(SQLException error) {
    String state = error.getSQLState();
    return state == null ? "" : state;
  }

  /** The pool wraps what the driver says; that is what people can use. One line, without its full stop. */
  private static String words(SQLException error) {
    SQLException told = error.getCause() instanceof SQLException cause ? cause : error;
    String message = told.getMessage();
    String line = message == null ? "error " + state(error) : message.lines().findFirst().orElse("");
    return line.replaceFirst("\\.$", "") + ".";
  }
}
