package dev.cairn.impl.journal;

import dev.cairn.impl.backend.BackendCatalogue;
import dev.cairn.impl.backend.FoundBackend;
import dev.cairn.impl.backend.Location;
import dev.cairn.impl.journal.Faults.Moment;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.BackendInfo;
import dev.cairn.spi.BackendProvider;
import dev.cairn.spi.Claim;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.Durability;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Wraps a provider, so that its backends fail as the test has planned. */
final class FaultyProvider implements BackendProvider {
  final Faults faults = new Faults();
  private final BackendProvider real;
  private boolean waits;
  private boolean remote;
  private Optional<Durability> durability = Optional.empty();

  FaultyProvider(BackendProvider real) {
    this.real = real;
  }

  /** Wraps a memory of its own. */
  static FaultyProvider memory() {
    return of("memory");
  }

  /** Opens with this durability from now on. */
  void durability(Durability level) {
    durability = Optional.of(level);
  }

  /** Lets each commit go to the committer's thread, as if it had to wait for an engine. */
  FaultyProvider waiting() {
    waits = true;
    return this;
  }

  /** Is described as an engine in another process, which keeps what it has acknowledged when a session ends. */
  FaultyProvider remote() {
    waits = true;
    remote = true;
    return this;
  }

  /** Wraps a backend that is on the module path. */
  static FaultyProvider of(String name) {
    return new FaultyProvider(BackendCatalogue.scan(Optional.empty()).choose(Optional.of(name)).provider());
  }

  /** Where a stream stands, as somebody sees it who only reads. */
  StreamHead head(Path data, String type, String id) {
    BackendConfig config = new BackendConfig(data, BackendConfig.Mode.READ, Optional.empty(), Map.of());
    try (Backend reading = real.open(config);
        Recovery recovery = reading.recover(new StreamKey("main", type, id), Long.MAX_VALUE)) {
      return recovery.head();
    }
  }

  /** A folder that this provider opens. */
  Location location(Path data) {
    return Location.of(data, new FoundBackend(name(), "the test", this));
  }

  @Override
  public String name() {
    return real.name();
  }

  @Override
  public Backend open(BackendConfig config) {
    BackendConfig asked = durability.isEmpty() ? config
        : new BackendConfig(config.location(), config.mode(), durability, Map.of());
    return new Faulty(through(Call.OPEN, () -> real.open(asked)));
  }

  private <T> T through(Call call, Supplier<T> work) {
    Moment moment = faults.enter(call);
    faults.hang(call);
    T result = work.get();
    if (moment == null) {
      return result;
    }
    if (result instanceof AutoCloseable open) {
      closed(open);
    }
    throw Faults.broken(call);
  }

  private static void closed(AutoCloseable open) {
    try {
      open.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private final class Faulty implements Backend {
    private final Backend backend;

    Faulty(Backend backend) {
      this.backend = backend;
    }

    @Override
    public BackendInfo info() {
      BackendInfo info = backend.info();
      return new BackendInfo(info.name(), info.engine(), info.generation(),
          remote ? Durability.OS : info.durability(), info.maxRecordBytes(), info.globalLog(), info.multiProcess(),
          waits || info.waits(), info.readers());
    }

    @Override
    public List<CommitResult> commit(List<Commit> commits) {
      Moment moment = faults.enter(Call.COMMIT);
      faults.pause();
      var answer = faults.answer;
      if (answer != null) {
        return answer.apply(commits);
      }
      if (moment == Moment.MIDDLE) {
        List<Commit> half = new ArrayList<>(commits.subList(0, commits.size() / 2));
        if (!half.isEmpty()) {
          backend.commit(half);
          faults.halved++;
        }
        throw Faults.broken(Call.COMMIT);
      }
      List<CommitResult> results = backend.commit(commits);
      if (moment == Moment.AFTER) {
        throw Faults.broken(Call.COMMIT);
      }
      return results;
    }

    @Override
    public Claim claim(StreamKey stream) {
      return through(Call.CLAIM, () -> backend.claim(stream));
    }

    @Override
    public Recovery recover(StreamKey stream, long atMost) {
      Recovery recovery = through(Call.RECOVER, () -> backend.recover(stream, atMost));
      return new Recovery(faults.headDamage.apply(recovery.head()), recovery.snapshot().map(faults.snapshotDamage),
          damaged(recovery.events()));
    }

    private Cursor<StoredEvent> damaged(Cursor<StoredEvent> cursor) {
      return new Cursor<>() {
        @Override
        public @Nullable StoredEvent next() {
          through(Call.NEXT, () -> true);
          for (StoredEvent event = cursor.next(); event != null; event = cursor.next()) {
            StoredEvent shown = faults.damage.apply(event);
            if (shown != null) {
              return shown;
            }
          }
          return null;
        }

        @Override
        public void close() {
          cursor.close();
        }
      };
    }

    @Override
    public Cursor<StoredEvent> events(StreamKey stream, long from, long to) {
      return through(Call.EVENTS, () -> backend.events(stream, from, to));
    }

    @Override
    public LogCursor log(String store, Position after) {
      LogCursor cursor = through(Call.LOG, () -> backend.log(store, after));
      return new LogCursor() {
        @Override
        public Position horizon() {
          return cursor.horizon();
        }

        @Override
        public Position deletedThrough() {
          return cursor.deletedThrough();
        }

        @Override
        public @Nullable StoredEvent next() {
          StoredEvent event = cursor.next();
          while (event != null && faults.hidden.test(event)) {
            event = cursor.next();
          }
          return event;
        }

        @Override
        public void close() {
          cursor.close();
        }
      };
    }

    @Override
    public Cursor<StreamHead> streams(String store, Optional<StreamKey> after) {
      Cursor<StreamHead> cursor = through(Call.STREAMS, () -> backend.streams(store, after));
      return new Cursor<>() {
        @Override
        public @Nullable StreamHead next() {
          faults.headsListed.incrementAndGet();
          return cursor.next();
        }

        @Override
        public void close() {
          cursor.close();
        }
      };
    }

    @Override
    public Backend pointInTime() {
      return new Faulty(backend.pointInTime());
    }

    @Override
    public void verify(Consumer<? super BackendException.Corrupt> found) {
      backend.verify(found);
    }

    @Override
    public List<String> stores() {
      return through(Call.STORES, backend::stores);
    }

    @Override
    public void close() {
      try {
        through(Call.CLOSE, () -> true);
      } finally {
        backend.close();
      }
    }
  }
}
