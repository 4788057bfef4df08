package dev.cairn.projection.jdbc;

import dev.cairn.api.EventFilter;
import java.time.Duration;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/** What a projection was declared with, each part checked. */
record Settings(String name, DataSource database, JdbcHandler handler, int version, int workers, int batchEvents,
    Duration batchTime, EventFilter filter, FailurePolicy onFailure, Tables tables, Duration takeOverAfter) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,63}");
  private static final int MOST_WORKERS = 256;

  Settings {
    require(NAME.matcher(name).matches(), "A projection has a name of at most 64 letters of ASCII, digits, '_', '.' and"
        + " '-' that begins with a letter, not '" + name + "'.");
    require(version >= 1, "A version of a projection is 1 or more, not " + version + ".");
    require(workers >= 1 && workers <= MOST_WORKERS,
        "A projection has 1 to " + MOST_WORKERS + " workers, not " + workers
            + ".");
    require(batchEvents >= 1, "A batch has 1 or more events, not " + batchEvents + ".");
    require(isPositive(batchTime), "A batch takes a positive time, not " + batchTime + ".");
    require(isPositive(takeOverAfter), "Another runner takes over after a positive time, not " + takeOverAfter + ".");
  }

  private static boolean isPositive(Duration time) {
    return !time.isNegative() && !time.isZero();
  }

  private static void require(boolean kept, String rule) {
    if (!kept) {
      throw new IllegalArgumentException(rule);
    }
  }

  String reader(int worker) {
    return reader(version, worker);
  }

  String reader(int ofVersion, int worker) {
    return name + "/" + ofVersion + "/" + worker;
  }

  String words(int worker) {
    return "worker " + worker + " of the projection " + name + " " + version;
  }
}
