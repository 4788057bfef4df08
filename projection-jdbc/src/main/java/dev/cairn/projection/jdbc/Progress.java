package dev.cairn.projection.jdbc;

import dev.cairn.api.LogOffset;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * How far one worker of a projection has come, as its database says.
 *
 * @param version the version of the projection
 * @param worker the number of the worker, from 0
 * @param workers how many workers that version has
 * @param state what the version is for
 * @param offset the last event whose results are in the database, or a later one that the projection does not want
 * @param events how many events and withdrawals the worker has written
 * @param owner the runner that writes, if one has taken the worker and not given it back
 * @param epoch how often the worker was taken
 * @param beat rises while somebody works
 */
public record Progress(int version, int worker, int workers, State state, LogOffset offset, long events,
    Optional<String> owner, long epoch, long beat) {

  /** What a version is for. */
  public enum State {
    /** It is built beside the active version. */
    BUILDING,
    /** Its tables are the ones that others read. */
    ACTIVE,
    /** It was active, and waits while another version becomes active. */
    PAUSED,
    /** Another version has taken its place. */
    RETIRED
  }

  /** This one, after so many more events. */
  Progress after(LogOffset to, int more) {
    return new Progress(version, worker, workers, state, to, events + more, owner, epoch, beat);
  }

  static Progress of(ResultSet row) throws SQLException {
    return new Progress(row.getInt(1), row.getInt(2), row.getInt(3), State.valueOf(row.getString(4)),
        LogOffset.parse(row.getString(5)), row.getLong(6), Optional.ofNullable(row.getString(7)), row.getLong(8),
        row.getLong(9));
  }
}
