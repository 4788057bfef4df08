package dev.cairn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendProvider;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.Retention;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The words in which rules are written. Whatever a rule opens is closed after it. */
abstract class Rules {
  final BackendProvider provider;
  private final Deque<Backend> opened = new ArrayDeque<>();

  @TempDir
  Path folder;

  Rules(BackendProvider provider) {
    this.provider = provider;
  }

  @AfterEach
  void closeWhatIsOpen() {
    opened.forEach(Backend::close);
  }

  Backend open() {
    return open(BackendConfig.Mode.CREATE);
  }

  Backend open(BackendConfig.Mode mode) {
    return open(folder.resolve("location"), mode, Map.of());
  }

  Backend open(Path location, BackendConfig.Mode mode, Map<String, String> settings) {
    Backend backend = provider.open(new BackendConfig(location, mode, Optional.empty(), settings));
    opened.push(backend);
    return backend;
  }

  static StreamKey key(String id) {
    return new StreamKey("main", "thing", id);
  }

  static List<byte[]> records(String... texts) {
    return Arrays.stream(texts).map(Rules::bytes).toList();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static Snapshot snapshot(long sequence) {
    return new Snapshot(sequence, bytes("state " + sequence));
  }

  /** Makes the commit that appends one event for each text. */
  static Commit appending(Backend backend, StreamKey stream, long expectedLast, String... texts) {
    return Commit.append(stream, backend.info().generation(), expectedLast, records(texts));
  }

  /** Makes a commit that keeps a snapshot, without events. */
  static Commit keeping(Backend backend, StreamKey stream, long sequence, int snapshots, long deleteThrough) {
    return new Commit(stream, backend.info().generation(), sequence, List.of(), Optional.of(snapshot(sequence)),
        new Retention.Keep(snapshots, deleteThrough, Position.END));
  }

  static Commit purging(Backend backend, StreamKey stream, long expectedLast) {
    return new Commit(stream, backend.info().generation(), expectedLast, List.of(), Optional.empty(),
        new Retention.Purge());
  }

  /** Stores a commit that must be accepted; returns its position. */
  static Position store(Backend backend, Commit commit) {
    return assertInstanceOf(CommitResult.Stored.class, commit(backend, commit)).position();
  }

  static CommitResult commit(Backend backend, Commit commit) {
    List<CommitResult> results = backend.commit(List.of(commit));
    assertEquals(1, results.size(), "one result for each commit");
    return results.get(0);
  }

  /** Appends to a stream that must stand at {@code expectedLast}. */
  static Position append(Backend backend, StreamKey stream, long expectedLast, String... texts) {
    return store(backend, appending(backend, stream, expectedLast, texts));
  }

  /** Appends events 1 to n, which say their own number, in one commit. */
  static void fill(Backend backend, StreamKey stream, int events) {
    append(backend, stream, 0, IntStream.rangeClosed(1, events).mapToObj(Integer::toString).toArray(String[]::new));
  }

  static <T> List<T> all(Cursor<T> cursor) {
    try (cursor) {
      List<T> found = new ArrayList<>();
      for (T next = cursor.next(); next != null; next = cursor.next()) {
        found.add(next);
      }
      return found;
    }
  }

  /** Returns what the events say. */
  static List<String> texts(Cursor<StoredEvent> cursor) {
    return all(cursor).stream().map(event -> new String(event.record(), StandardCharsets.UTF_8)).toList();
  }

  static List<String> texts(Backend backend, StreamKey stream) {
    return texts(backend.events(stream, 1, Long.MAX_VALUE));
  }

  static List<Long> sequences(Cursor<StoredEvent> cursor) {
    return all(cursor).stream().map(StoredEvent::sequence).toList();
  }

  static StreamHead head(Backend backend, StreamKey stream) {
    try (Recovery recovery = backend.recover(stream, Long.MAX_VALUE)) {
      return recovery.head();
    }
  }
}
