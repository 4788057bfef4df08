package dev.cairn.projection.jdbc;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.Set;

/** Tells a database that cannot be used for now from a handler whose statement is wrong. */
final class DatabaseTrouble {
  /**
   * Connection, read-only transaction, authorization, rollback, resources, operator intervention, system error, timeout
   * of H2.
   */
  private static final List<String> STATES = List.of("08", "25006", "28", "40", "53", "57", "58", "HY", "XX");
  /**
   * Of SQLite, which has no states: busy, locked, no memory, read only, interrupted, I/O error, corrupt, full, cannot
   * open, protocol, no database.
   */
  private static final Set<Integer> CODES = Set.of(5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 26);
  private static final int CODE_BITS = 0xff;
  private static final int DEEPEST = 20;

  private DatabaseTrouble() {}

  /** Whether a failure says that the database cannot be used, or that the transaction is to be tried again. */
  static boolean is(Throwable failure) {
    Throwable at = failure;
    for (int depth = 0; at != null && depth < DEEPEST; depth++) {
      if (at instanceof SQLException e && says(e)) {
        return true;
      }
      at = at.getCause();
    }
    return failure instanceof VirtualMachineError;
  }

  private static boolean says(SQLException e) {
    if (e instanceof SQLTransientException || e instanceof SQLRecoverableException
        || e instanceof SQLNonTransientConnectionException) {
      return true;
    }
    String state = e.getSQLState();
    return state == null ? CODES.contains(e.getErrorCode() & CODE_BITS)
        : STATES.stream().anyMatch(state::startsWith);
  }
}
