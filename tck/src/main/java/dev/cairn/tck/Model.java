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
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** The content that a location must have, by the contract alone: every event is in one list. */
final class Model {
  private final Map<StreamKey, StreamHead> heads = new HashMap<>();
  private final Map<StreamKey, Map<Long, byte[]>> snapshots = new HashMap<>();
  private final List<StoredEvent> log = new ArrayList<>();
  private final Map<String, Map<String, Position>> holds = new HashMap<>();
  private final Map<String, Gone> gone = new HashMap<>();
  private Position newest = Position.START;
  private Position located = Position.START;

  /** Bounds for the newest position that has left the log of a store: those that were shown, and all. */
  private record Gone(Position atLeast, Position atMost) {}

  StreamHead head(StreamKey stream) {
    return heads.getOrDefault(stream, StreamHead.empty(stream));
  }

  Position somePosition(SplittableRandom random) {
    return log.isEmpty() ? Position.START : log.get(random.nextInt(log.size())).position();
  }

  /** The position of the last event that was ever stored. */
  Position newest() {
    return newest;
  }

  List<String> stores() {
    return heads.keySet().stream().map(StreamKey::store).distinct().sorted().toList();
  }

  /** The events of a store after a position. */
  List<StoredEvent> log(String store, Position after) {
    return log.stream().filter(event -> isOf(store, after, event)).toList();
  }

  private static boolean isOf(String store, Position after, StoredEvent event) {
    return event.stream().store().equals(store) && event.position().compareTo(after) > 0;
  }

  void hold(String store, String reader, Position readThrough) {
    holds.computeIfAbsent(store, name -> new HashMap<>()).merge(reader, readThrough, Model::lower);
  }

  void release(String store, String reader, Optional<Position> readThrough) {
    Map<String, Position> held = holds.computeIfAbsent(store, name -> new HashMap<>());
    readThrough.ifPresentOrElse(read -> held.put(reader, read), () -> held.remove(reader));
  }

  private static Position lower(Position one, Position other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Position higher(Position one, Position other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** As below, with the epoch that the rules go on with. */
  CommitResult commit(Commit commit, Backend backend, CommitResult given) {
    return commit(commit, Rules.epoch(backend, commit.stream()), backend.info().maxRecordBytes(), given);
  }

  /**
   * Does what the backend had to do; returns the result that it had to give. Only positions are its own choice.
   *
   * @param epoch the only epoch that may write
   */
  CommitResult commit(Commit commit, long epoch, long maxRecordBytes, CommitResult given) {
    StreamHead head = head(commit.stream());
    CommitResult objection = head.objection(commit, epoch, maxRecordBytes);
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
    note(commit.stream(), after.deletedThrough());
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

  /** Notes which positions leave the log. That of an event which nobody has seen yet is one of its commit's. */
  private void note(StreamKey stream, long deletedThrough) {
    for (StoredEvent event : log) {
      if (event.stream().equals(stream) && event.sequence() <= deletedThrough) {
        boolean seen = event.position().compareTo(located) <= 0;
        gone.merge(stream.store(), new Gone(seen ? event.position() : Position.START, event.position()),
            (one, other) -> new Gone(higher(one.atLeast(), other.atLeast()), higher(one.atMost(), other.atMost())));
      }
    }
  }

  /** Requires what a log tells of the events that have left it. */
  void requireDeletedThrough(String store, Position told) {
    Gone bounds = gone.getOrDefault(store, new Gone(Position.START, Position.START));
    assertTrue(told.compareTo(bounds.atLeast()) >= 0 && told.compareTo(bounds.atMost()) <= 0,
        () -> "the log of " + store + " tells that " + told + " was deleted, not " + bounds.atMost());
  }

  /** Takes from a log the positions of the events after one: each has its own, the last of a commit the one told. */
  void locate(String store, Position before, List<StoredEvent> shown) {
    List<StoredEvent> expected = log(store, before);
    assertSame(expected, shown, "the new events in the log of " + store);
    Position previous = before;
    for (int at = 0; at < shown.size(); at++) {
      Position told = expected.get(at).position();
      Position position = shown.get(at).position();
      boolean last = at + 1 == shown.size() || !expected.get(at + 1).position().equals(told);
      assertTrue(position.compareTo(previous) > 0 && (last ? position.equals(told) : position.compareTo(told) < 0),
          position + " is after " + previous + ", in a commit at " + told);
      previous = position;
    }
    Iterator<StoredEvent> positions = shown.iterator();
    log.replaceAll(event -> isOf(store, before, event) ? positions.next() : event);
    located = newest;
  }

  private long readThrough(Commit commit) {
    if (!(commit.retention() instanceof Retention.Keep keep)) {
      return Long.MAX_VALUE;
    }
    Position read = holds.getOrDefault(commit.stream().store(), Map.of()).values().stream()
        .reduce(keep.readThrough(), Model::lower);
    return log.stream()
        .filter(event -> event.stream().equals(commit.stream()))
        .filter(event -> event.position().compareTo(read) > 0)
        .mapToLong(event -> event.sequence() - 1)
        .findFirst().orElse(Long.MAX_VALUE);
  }

  /** Compares everything that the backend shows. */
  void compare(Backend backend, String where) {
    assertEquals(stores(), backend.stores(), where);
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
