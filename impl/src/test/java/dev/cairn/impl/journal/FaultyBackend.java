package dev.cairn.impl.journal;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendInfo;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.util.List;
import java.util.function.Function;

/** A backend whose commits go through a function of the test. */
final class FaultyBackend implements Backend {
  private final Backend real;
  private volatile Function<List<Commit>, List<CommitResult>> commit;

  FaultyBackend(Backend real) {
    this.real = real;
    this.commit = real::commit;
  }

  /** Stores the next commits and then throws: a lost acknowledgement. */
  void storeAndThrow(RuntimeException failure) {
    commit = commits -> {
      real.commit(commits);
      throw failure;
    };
  }

  /** Answers the next list, stores nothing, and is healthy again. */
  void answerOnce(CommitResult result) {
    commit = commits -> {
      commit = real::commit;
      return commits.stream().map(each -> result).toList();
    };
  }

  @Override
  public List<CommitResult> commit(List<Commit> commits) {
    return commit.apply(commits);
  }

  @Override
  public BackendInfo info() {
    return real.info();
  }

  @Override
  public StreamHead claim(StreamKey stream, long epoch) {
    return real.claim(stream, epoch);
  }

  @Override
  public Recovery recover(StreamKey stream, long atMost) {
    return real.recover(stream, atMost);
  }

  @Override
  public Cursor<StoredEvent> events(StreamKey stream, long from, long to) {
    return real.events(stream, from, to);
  }

  @Override
  public LogCursor log(String store, Position after) {
    return real.log(store, after);
  }

  @Override
  public Cursor<StreamHead> streams(String store) {
    return real.streams(store);
  }

  @Override
  public List<String> stores() {
    return real.stores();
  }

  @Override
  public void close() {
    real.close();
  }
}
