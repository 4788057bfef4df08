package dev.cairn.tck;

import dev.cairn.spi.Backend;
import dev.cairn.spi.Claim;
import dev.cairn.spi.Commit;
import dev.cairn.spi.Position;
import dev.cairn.spi.Retention;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StreamKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Batches as a busy system makes them: appends of one to three events, some with a snapshot that lets older events go,
 * now and then a purge. Each record describes itself:
 *
 * <pre>
 *   event      ID SEQUENCE PLACE/SIZE xxxxx    the place within its commit, and the size of the commit
 *   snapshot   state of ID at SEQUENCE
 * </pre>
 */
final class Workload {
  static final int STREAMS = 8;

  private final SplittableRandom random;
  private final Map<String, Long> epochs = new HashMap<>();
  private final Map<String, Long> last = new TreeMap<>();

  /** Goes on at the end of each stream of a backend. */
  Workload(Backend backend, SplittableRandom random) {
    this.random = random;
    for (int number = 0; number < STREAMS; number++) {
      Claim claim = backend.claim(key("s" + number));
      epochs.put("s" + number, claim.epoch());
      last.put("s" + number, claim.head().last());
    }
  }

  static StreamKey key(String id) {
    return new StreamKey("main", "ledger", id);
  }

  static String state(String id, long sequence) {
    return "state of " + id + " at " + sequence;
  }

  /** The last sequence of each stream once all commits so far are stored. */
  Map<String, Long> last() {
    return new TreeMap<>(last);
  }

  List<Commit> next() {
    List<Commit> list = new ArrayList<>();
    for (int left = random.nextInt(1, 5); left > 0; left--) {
      list.add(commit("s" + random.nextInt(STREAMS)));
    }
    return list;
  }

  private Commit commit(String id) {
    long before = last.get(id);
    long epoch = epochs.get(id);
    if (before > 0 && random.nextInt(60) == 0) {
      return new Commit(key(id), epoch, before, List.of(), Optional.empty(), new Retention.Purge());
    }
    int size = random.nextInt(1, 4);
    List<byte[]> events = new ArrayList<>();
    for (int place = 1; place <= size; place++) {
      events.add(bytes(id + " " + (before + place) + " " + place + "/" + size + " " + "x".repeat(random.nextInt(300))));
    }
    long after = before + size;
    last.put(id, after);
    if (random.nextInt(8) > 0) {
      return Commit.append(key(id), epoch, before, events);
    }
    return new Commit(key(id), epoch, before, events, Optional.of(new Snapshot(after, bytes(state(id, after)))),
        new Retention.Keep(2, after, Position.END));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
