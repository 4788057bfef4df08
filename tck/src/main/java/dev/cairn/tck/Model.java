package dev.cairn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.spi.Backend;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Position;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.Retention;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** The content that a location must have, by the contract alone: every event is in one list. */
final class Model {
  private final Map<StreamKey, StreamHead> heads = new HashMap<>();
  private final Map<StreamKey, Map<Long, byte[]>> snapshots = new HashMap<>();
  private final List<StoredEvent> log = new ArrayList<>();
  private Position newest = Position.START;

  StreamHead head(StreamKey stream) {
    return heads.getOrDefault(stream, StreamHead.empty(stream));
  }

  Position somePosition(SplittableRandom random) {
    return log.isEmpty() ? Position.START : log.get(random.nextInt(log.size())).position();
  }

  /** Does what the backend had to do; returns the result that it had to give. Only positions are its own choice. */
  CommitResult commit(Commit commit, Backend backend, CommitResult given) {
    StreamHead head = head(commit.stream());
    CommitResult objection =
        head.objection(commit, Rules.epoch(backend, commit.stream()), backend.info().maxRecordBytes());
    if (objection != null || !(given instanceof CommitResult.Stored stored)) {
      return objection == null ? new CommitResult.Stored(newest) : objection;
    }
    StreamHead after = head.after(commit, readThrough(commit));
    if (after.last() > 0) {
      heads.put(commit.stream(), after);
    }
    if (!commit.events().isEmpty()) {
      assertTrue(stored.position().compareTo(newest) > 0, stored + " comes after " + newest);
      newest = stored.position();
    }
    append(commit);
    log.removeIf(event -> event.stream().equals(commit.stream()) && event.sequence() <= after.deletedThrough());
    Map<Long, byte[]> kept = snapshots.computeIfAbsent(commit.stream(), stream -> new HashMap<>());
    commit.snapshot().ifPresent(snapshot -> kept.put(snapshot.sequence(), snapshot.record()));
    kept.keySet().retainAll(after.snapshots());
    return new CommitResult.Stored(commit.events().isEmpty() ? newest : stored.position());
  }

  /** The result has only the position of the commit's last event; the model gives it to the others too. */
  private void append(Commit commit) {
    long sequence = commit.expectedLast();
    for (byte[] record : commit.events()) {
      log.add(new StoredEvent(commit.stream(), ++sequence, newest, record));
    }
  }

  private long readThrough(Commit commit) {
    if (!(commit.retention() instanceof Retention.Keep keep)) {
      return Long.MAX_VALUE;
    }
    return log.stream()
        .filter(event -> event.stream().equals(commit.stream()))
        .filter(event -> event.position().compareTo(keep.readThrough()) > 0)
        .mapToLong(event -> event.sequence() - 1)
        .findFirst().orElse(Long.MAX_VALUE);
  }

  /** Compares everything that the backend shows. */
  void compare(Backend backend, String where) {
    assertEquals(heads.keySet().stream().map(StreamKey::store).distinct().sorted().toList(), backend.stores(), where);
    for (StreamHead head : heads.values()) {
      compare(backend, head, where);
    }
    for (String store : backend.stores()) {
      assertEquals(heads.values().stream().filter(head -> head.stream().store().equals(store)).count(),
          Rules.all(backend.streams(store, Optional.empty())).stream().filter(heads::containsValue).count(), where);
      if (backend.info().globalLog()) {
        assertSame(log.stream().filter(event -> event.stream().store().equals(store)).toList(),
            Rules.all(backend.log(store, Position.START)), where);
      }
    }
  }

  private void compare(Backend backend, StreamHead head, String where) {
    List<StoredEvent> expected = log.stream().filter(event -> event.stream().equals(head.stream())).toList();
    assertSame(expected, Rules.all(backend.events(head.stream(), 1, Long.MAX_VALUE)), where);
    try (Recovery recovery = backend.recover(head.stream(), Long.MAX_VALUE)) {
      assertEquals(head, recovery.head(), where);
      long covered = recovery.snapshot().map(snapshot -> snapshot.sequence()).orElse(head.deletedThrough());
      assertSame(expected.stream().filter(event -> event.sequence() > covered).toList(),
          Rules.all(recovery.events()), where);
    }
    for (long sequence : head.snapshots()) {
      try (Recovery recovery = backend.recover(head.stream(), sequence)) {
        assertTrue(Arrays.equals(snapshots.get(head.stream()).get(sequence),
            recovery.snapshot().orElseThrow().record()), () -> where + ": snapshot " + sequence + " of " + head);
      }
    }
  }

  private static void assertSame(List<StoredEvent> expected, List<StoredEvent> actual, String where) {
    assertEquals(expected.stream().map(Model::describe).toList(), actual.stream().map(Model::describe).toList(), where);
  }

  private static String describe(StoredEvent event) {
    return event.stream() + " " + event.sequence() + " " + Arrays.hashCode(event.record());
  }
}
