package dev.cairn.backend.postgresql;

import dev.cairn.spi.Commit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What a session counts. Any thread may ask. */
final class PostgresqlCounts {
  private final LongAdder batches = new LongAdder();
  private final LongAdder commits = new LongAdder();
  private final LongAdder events = new LongAdder();
  private final LongAdder pages = new LongAdder();

  void add(List<Commit> batch) {
    batches.increment();
    commits.add(batch.size());
    batch.forEach(commit -> events.add(commit.events().size()));
  }

  void addPage() {
    pages.increment();
  }

  Map<String, Long> values(int connections) {
    return Map.of("batches", batches.sum(), "commits", commits.sum(), "events", events.sum(), "pages-read", pages.sum(),
        "reading-connections", (long) connections);
  }
}
