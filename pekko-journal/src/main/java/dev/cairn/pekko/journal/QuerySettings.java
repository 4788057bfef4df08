package dev.cairn.pekko.journal;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How queries read.
 *
 * @param refresh how long a query waits that has read everything
 * @param idsRefresh the same of the list of all persistence ids
 * @param pageSize how many events it reads at once
 */
record QuerySettings(Duration refresh, Duration idsRefresh, int pageSize) {

  static QuerySettings of(Config plugin) {
    return new QuerySettings(plugin.getDuration("refresh-interval"), plugin.getDuration("ids-refresh-interval"),
        plugin.getInt("page-size"));
  }
}
