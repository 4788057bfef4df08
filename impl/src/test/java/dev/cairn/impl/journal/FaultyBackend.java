package dev.cairn.impl.journal;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendInfo;
import dev.cairn.spi.BackendProvider;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A backend whose commits, and whose recoveries, go through a function of the test. */
final class FaultyBackend implements Backend {
  private final Backend real;
  private volatile Function<List<Commit>, List<CommitResult>> commit;
  private volatile UnaryOperator<@Nullable StoredEvent> damage = event -> event;

  private FaultyBackend(Backend real) {
    this.real = real;
    this.commit = real::commit;
  }

  /** A memory of its own. */
  static BackendProvider memory() {
    return ServiceLoader.load(Journal.class.getModule().getLayer(), BackendProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.name().equals("memory"))
        .findFirst()
        .orElseThrow();
  }

  /** Opens a location of that memory. */
  static FaultyBackend open(BackendProvider memory, Path data) {
    return new FaultyBackend(
        memory.open(new BackendConfig(data, BackendConfig.Mode.CREATE, Optional.empty(), Map.of())));
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

  /** Shows every event of a recovery to the function, which may change it, or leave it out by returning null. */
  void damage(UnaryOperator<@Nullable StoredEvent> function) {
    damage = function;
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
    Recovery recovery = real.recover(stream, atMost);
    return new Recovery(recovery.head(), recovery.snapshot(), new Cursor<>() {
      @Override
      public @Nullable StoredEvent next() {
        for (StoredEvent event = recovery.events().next(); event != null; event = recovery.events().next()) {
          StoredEvent shown = damage.apply(event);
          if (shown != null) {
            return shown;
          }
        }
        return null;
      }

      @Override
      public void close() {
        recovery.close();
      }
    });
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
