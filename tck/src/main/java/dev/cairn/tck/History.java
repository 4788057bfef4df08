package dev.cairn.tck;

import dev.cairn.spi.Backend;
import dev.cairn.spi.Commit;
import dev.cairn.spi.Position;
import dev.cairn.spi.Retention;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Makes random commits: most of them right, some late, ahead, fenced, purging, or beginning in the middle. */
final class History {
  static final List<StreamKey> STREAMS = List.of(
      new StreamKey("main", "thing", "a"), new StreamKey("main", "thing", "a\u0000"),
      new StreamKey("main", "thing", "aa"), new StreamKey("main", "thing-a", "a"),
      new StreamKey("main-a", "thing", "a"));

  private final SplittableRandom random;

  History(SplittableRandom random) {
    this.random = random;
  }

  /** Makes some commits for one batch. */
  List<Commit> batch(Model model, Backend backend) {
    List<Commit> batch = new ArrayList<>();
    for (int left = random.nextInt(1, 4); left > 0; left--) {
      batch.add(next(model, backend));
    }
    return batch;
  }

  /**
   * Makes the next commit, to follow those that the model has already. A stream that never held anything has no epoch
   * yet where several sessions write.
   */
  private Commit next(Model model, Backend backend) {
    StreamHead head = model.head(STREAMS.get(random.nextInt(STREAMS.size())));
    boolean late = random.nextInt(25) == 0 && (head.last() > 0 || !backend.info().multiProcess());
    return next(model, head.stream(), head.last(), Rules.epoch(backend, head.stream()) + (late ? 1 : 0));
  }

  /** Makes the next commit of a stream for a writer that believes it to end there. */
  Commit next(Model model, StreamKey stream, long last, long epoch) {
    long expected = Math.max(0, last + (random.nextInt(12) == 0 ? random.nextInt(-1, 2) : 0));
    return switch (random.nextInt(24)) {
      case 0 -> new Commit(stream, epoch, expected, List.of(), Optional.empty(), new Retention.Purge());
      case 1 -> new Commit(stream, epoch, 3, List.of(), Optional.of(snapshot(3)), new Retention.Begin(3, 1));
      case 2, 3, 4 -> keeping(model, stream, Math.max(1, last), epoch);
      default -> appending(model, stream, epoch, expected);
    };
  }

  private Commit appending(Model model, StreamKey stream, long epoch, long expected) {
    List<byte[]> events = new ArrayList<>();
    for (int left = random.nextInt(1, 4); left > 0; left--) {
      events.add(bytes(random.nextInt(40) == 0 ? 5000 : 20));
    }
    boolean keeps = random.nextInt(5) == 0;
    long last = expected + events.size();
    return new Commit(stream, epoch, expected, events,
        keeps ? Optional.of(snapshot(random.nextLong(Math.max(1, last - 3), last + 1))) : Optional.empty(),
        keeps ? keep(model, last) : Retention.ALL);
  }

  private Commit keeping(Model model, StreamKey stream, long last, long epoch) {
    return new Commit(stream, epoch, last, List.of(),
        Optional.of(snapshot(random.nextLong(Math.max(1, last - 4), last + 1))), keep(model, last));
  }

  private Retention keep(Model model, long last) {
    Position readThrough = random.nextInt(3) == 0 ? model.somePosition(random) : Position.END;
    return new Retention.Keep(random.nextInt(1, 4), random.nextLong(last + 2), readThrough);
  }

  private Snapshot snapshot(long sequence) {
    return new Snapshot(sequence, bytes(30));
  }

  private byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }
}
