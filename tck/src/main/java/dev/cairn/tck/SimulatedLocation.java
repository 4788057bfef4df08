package dev.cairn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Claim;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One location with several writers, and the model of what it must have and answer. Each call goes to a session of the
 * backend and to the model, which must agree.
 */
final class SimulatedLocation {
  private final Model model = new Model();
  private final Map<StreamKey, Long> owners = new HashMap<>();
  private final Map<StreamKey, Set<Long>> given = new HashMap<>();
  private final List<SimulatedReader> readers = new ArrayList<>();
  private Position horizon = Position.START;
  private long generation;

  Model model() {
    return model;
  }

  void add(SimulatedReader reader) {
    readers.add(reader);
  }

  /** Requires that a session that has just begun has a generation of its own. */
  void begin(Backend session) {
    assertTrue(session.info().generation() > generation,
        () -> "generation " + session.info().generation() + " comes after " + generation);
    generation = session.info().generation();
  }

  Claim claim(Backend session, StreamKey stream, boolean recovers) {
    Claim claim = recovers ? takeOver(session, stream) : session.claim(stream);
    assertTrue(given.computeIfAbsent(stream, key -> new HashSet<>()).add(claim.epoch()),
        () -> "epoch " + claim.epoch() + " of " + stream + " was given twice");
    assertEquals(model.head(stream), claim.head(), "the head in a claim");
    owners.put(stream, claim.epoch());
    return claim;
  }

  private Claim takeOver(Backend session, StreamKey stream) {
    try (Recovery recovery = session.takeOver(stream)) {
      return new Claim(recovery.epoch(), recovery.head());
    }
  }

  /**
   * Renews a claim; empty where somebody else has claimed since. Of a stream that holds nothing that may be unknown.
   */
  Optional<Claim> renew(Backend session, StreamKey stream, long epoch) {
    long owner = owners.get(stream);
    try {
      Claim claim = session.renew(stream, epoch);
      assertTrue(epoch == owner || model.head(stream).last() == 0, "a claim was renewed that holds no longer");
      assertEquals(new Claim(epoch, model.head(stream)), claim, "what a renewed claim tells");
      return Optional.of(claim);
    } catch (BackendException.Fenced e) {
      assertTrue(epoch != owner, "a claim that holds was not renewed");
      assertEquals(owner, e.epoch(), "the epoch that holds the stream");
      return Optional.empty();
    }
  }

  /** Hands a batch in and looks through another session at what came of it. */
  List<CommitResult> commit(Backend session, List<Commit> batch, Backend witness) {
    Position before = model.newest();
    List<CommitResult> results = session.commit(batch);
    assertEquals(batch.size(), results.size(), "one result for each commit");
    for (int at = 0; at < batch.size(); at++) {
      Commit commit = batch.get(at);
      assertEquals(expected(commit, session.info().maxRecordBytes(), results.get(at)), results.get(at),
          () -> "what a commit of " + commit.stream() + " is answered");
    }
    batch.stream().map(Commit::stream).distinct().forEach(stream -> requireHead(witness, stream));
    if (!model.newest().equals(before)) {
      locate(witness, before);
    }
    return results;
  }

  private void locate(Backend witness, Position before) {
    Position shown = horizon;
    for (String store : model.stores()) {
      List<StoredEvent> added = Rules.all(look(witness, store, before));
      model.locate(store, before, added);
      added.forEach(event -> assertTrue(event.position().compareTo(shown) > 0,
          () -> "the horizon was " + shown + " before there was an event at " + event.position()));
      readers.forEach(reader -> reader.owe(store, added));
    }
  }

  /** A stream that never held anything may take its first commit from whoever claimed it once. */
  private CommitResult expected(Commit commit, long maxRecordBytes, CommitResult result) {
    StreamKey stream = commit.stream();
    boolean fresh = model.head(stream).last() == 0;
    boolean first = fresh && !(result instanceof CommitResult.Fenced) && commit.epoch() != Commit.NO_EPOCH;
    CommitResult expected =
        model.commit(commit, first ? commit.epoch() : owners.getOrDefault(stream, 0L), maxRecordBytes, result);
    if (fresh && model.head(stream).last() > 0) {
      owners.put(stream, commit.epoch());
    }
    return expected;
  }

  /** Hands a batch in through a session that was settled. */
  void commitTooLate(Backend settled, List<Commit> batch, Backend witness) {
    assertThrows(BackendException.class, () -> settled.commit(batch), "a session that was settled took a batch");
    batch.forEach(commit -> requireHead(witness, commit.stream()));
  }

  void requireHead(Backend session, StreamKey stream) {
    assertEquals(model.head(stream), Rules.head(session, stream), () -> "the head of " + stream);
  }

  void hold(Backend session, String store, String reader, Position readThrough) {
    session.hold(store, reader, readThrough);
    model.hold(store, reader, readThrough);
  }

  void release(Backend session, String store, String reader, Optional<Position> readThrough) {
    session.release(store, reader, readThrough);
    model.release(store, reader, readThrough);
  }

  /** Opens the log, and requires that its horizon covers what was acknowledged, and that it tells what left it. */
  LogCursor look(Backend session, String store, Position after) {
    LogCursor log = session.log(store, after);
    Position told = log.horizon();
    assertTrue(told.compareTo(model.newest()) >= 0, () -> "the horizon " + told + " hides " + model.newest());
    horizon = told.compareTo(horizon) > 0 ? told : horizon;
    model.requireDeletedThrough(store, log.deletedThrough());
    return log;
  }

  /** Compares everything that a session shows. */
  void compare(Backend session) {
    model.compare(session, "compared");
    for (String store : model.stores()) {
      assertEquals(model.log(store, Position.START).stream().map(StoredEvent::position).toList(),
          Rules.all(look(session, store, Position.START)).stream().map(StoredEvent::position).toList(),
          "positions of " + store);
    }
  }
}
