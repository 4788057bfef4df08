package dev.cairn.testkit;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.BackendInfo;
import dev.cairn.spi.Claim;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** One session of a {@link FaultyStore}. */
final class FaultyBackend implements Backend {
  private final Backend below;
  private final FaultScript script;

  FaultyBackend(Backend below, FaultScript script) {
    this.below = below;
    this.script = script;
  }

  @Override
  public BackendInfo info() {
    return below.info();
  }

  @Override
  public List<CommitResult> commit(List<Commit> commits) {
    boolean own = commits.stream().allMatch(commit -> own(commit.stream()));
    return switch (script.next(own ? Call.BOOKKEEPING : Call.COMMIT)) {
      case null -> {
        FaultScript.InBatch failing = own ? null : script.next(commits.size());
        yield failing == null ? below.commit(commits) : commit(commits, failing);
      }
      case Fault.Before before -> throw before.failure();
      case Fault.Halfway halfway -> {
        if (commits.size() > 1) {
          below.commit(commits.subList(0, commits.size() / 2));
        }
        throw halfway.failure();
      }
      case Fault.After after -> {
        below.commit(commits);
        throw after.failure();
      }
      case Fault.Answer answer -> commits.stream().map(commit -> answer.result()).toList();
    };
  }

  private List<CommitResult> commit(List<Commit> commits, FaultScript.InBatch failing) {
    boolean isStored = failing.fault() instanceof Fault.After;
    List<CommitResult> results = new ArrayList<>(store(commits.subList(0, failing.index() + (isStored ? 1 : 0))));
    if (!(failing.fault() instanceof Fault.Answer answer)) {
      throw failure(failing.fault());
    }
    results.add(answer.result());
    results.addAll(store(commits.subList(failing.index() + 1, commits.size())));
    return results;
  }

  private List<CommitResult> store(List<Commit> commits) {
    return commits.isEmpty() ? List.of() : below.commit(commits);
  }

  @Override
  public Claim claim(StreamKey stream) {
    Fault fault = script.next(own(stream) ? Call.BOOKKEEPING : Call.CLAIM);
    if (fault == null) {
      return below.claim(stream);
    }
    if (fault instanceof Fault.After) {
      below.claim(stream);
    }
    throw failure(fault);
  }

  @Override
  public Claim renew(StreamKey stream, long epoch) {
    return below.renew(stream, epoch);
  }

  @Override
  public void settle(long generation) {
    below.settle(generation);
  }

  @Override
  public void hold(String store, String reader, Position readThrough) {
    below.hold(store, reader, readThrough);
  }

  @Override
  public void release(String store, String reader, Optional<Position> readThrough) {
    below.release(store, reader, readThrough);
  }

  @Override
  public Recovery recover(StreamKey stream, long atMost) {
    UnaryOperator<Cursor<StoredEvent>> reading = reading(own(stream) ? Call.BOOKKEEPING : Call.READ);
    Recovery recovery = below.recover(stream, atMost);
    return new Recovery(recovery.head(), recovery.snapshot(), reading.apply(recovery.events()));
  }

  @Override
  public Cursor<StoredEvent> events(StreamKey stream, long from, long to) {
    UnaryOperator<Cursor<StoredEvent>> reading = reading(own(stream) ? Call.BOOKKEEPING : Call.READ);
    return reading.apply(below.events(stream, from, to));
  }

  @Override
  public Cursor<StreamHead> streams(String store, Optional<StreamKey> after) {
    UnaryOperator<Cursor<StreamHead>> reading = reading(Call.READ);
    return reading.apply(below.streams(store, after));
  }

  @Override
  public Backend pointInTime() {
    return new FaultyBackend(below.pointInTime(), script);
  }

  @Override
  public void verify(Consumer<? super BackendException.Corrupt> found) {
    below.verify(found);
  }

  @Override
  public LogCursor log(String store, Position after) {
    UnaryOperator<Cursor<StoredEvent>> reading = reading(Call.READ);
    LogCursor log = below.log(store, after);
    return new FaultyLogCursor(log, reading.apply(log));
  }

  @Override
  public List<String> stores() {
    return below.stores();
  }

  @Override
  public List<String> holders() {
    return below.holders();
  }

  @Override
  public Map<String, Long> statistics() {
    return below.statistics();
  }

  @Override
  public void close() {
    Fault fault = script.next(Call.CLOSE);
    if (fault == null || fault instanceof Fault.After) {
      below.close();
    }
    if (fault != null) {
      throw failure(fault);
    }
  }

  static RuntimeException failure(Fault fault) {
    return switch (fault) {
      case Fault.Before before -> before.failure();
      case Fault.Halfway halfway -> halfway.failure();
      case Fault.After after -> after.failure();
      case Fault.Answer answer -> throw new IllegalStateException("only commits are answered: " + answer);
    };
  }

  /** Throws at once for a fault before the call; otherwise returns the function that wraps the cursor. */
  private <T> UnaryOperator<Cursor<T>> reading(Call call) {
    Fault fault = script.next(call);
    if (fault instanceof Fault.Before before) {
      throw before.failure();
    }
    return cursor -> fault == null ? cursor : new FaultyCursor<>(cursor, fault);
  }

  private static boolean own(StreamKey stream) {
    return stream.type().startsWith("_");
  }
}
