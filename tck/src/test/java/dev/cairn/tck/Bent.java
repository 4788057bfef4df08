package dev.cairn.tck;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.BackendInfo;
import dev.cairn.spi.BackendProvider;
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
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A backend that passes every call on. A subclass bends one. */
class Bent implements Backend {
  final Backend real;

  Bent(Backend real) {
    this.real = real;
  }

  /** Bends each opening of a cardboard backend. */
  static BackendProvider opened(UnaryOperator<Backend> bending) {
    return new Provider(new CardboardProvider()) {
      @Override
      Backend opened(BackendConfig config) {
        return bending.apply(super.opened(config));
      }
    };
  }

  /** What does with one commit something else than the backend would. */
  interface Committing {
    CommitResult commit(Backend real, Commit commit);
  }

  /** Bends each commit of a list. */
  static BackendProvider committing(Committing bending) {
    return opened(backend -> new Bent(backend) {
      @Override
      public List<CommitResult> commit(List<Commit> commits) {
        List<CommitResult> results = new ArrayList<>();
        commits.forEach(commit -> results.add(bending.commit(real, commit)));
        return results;
      }
    });
  }

  /** Opens what another provider opens. A subclass bends the opening. */
  static class Provider implements BackendProvider {
    private final BackendProvider real;

    Provider(BackendProvider real) {
      this.real = real;
    }

    @Override
    public String name() {
      return real.name();
    }

    @Override
    public final Backend open(BackendConfig config) {
      return opened(config);
    }

    Backend opened(BackendConfig config) {
      return real.open(config);
    }
  }

  /** A log that passes every call on. */
  static class Log implements LogCursor {
    final LogCursor real;

    Log(LogCursor real) {
      this.real = real;
    }

    @Override
    public Position horizon() {
      return real.horizon();
    }

    @Override
    public Position deletedThrough() {
      return real.deletedThrough();
    }

    @Override
    public @Nullable StoredEvent next() {
      return real.next();
    }

    @Override
    public void close() {
      real.close();
    }
  }

  /** Gives what is in a list, whatever is closed meanwhile. */
  static <T> Cursor<T> listed(List<T> list) {
    Iterator<T> rest = list.iterator();
    return new Cursor<>() {
      @Override
      public @Nullable T next() {
        return rest.hasNext() ? rest.next() : null;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public BackendInfo info() {
    return real.info();
  }

  @Override
  public List<CommitResult> commit(List<Commit> commits) {
    return real.commit(commits);
  }

  @Override
  public Claim claim(StreamKey stream) {
    return real.claim(stream);
  }

  @Override
  public Claim renew(StreamKey stream, long epoch) {
    return real.renew(stream, epoch);
  }

  @Override
  public void settle(long generation) {
    real.settle(generation);
  }

  @Override
  public void hold(String store, String reader, Position readThrough) {
    real.hold(store, reader, readThrough);
  }

  @Override
  public void release(String store, String reader, Optional<Position> readThrough) {
    real.release(store, reader, readThrough);
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
  public Cursor<StreamHead> streams(String store, Optional<StreamKey> after) {
    return real.streams(store, after);
  }

  @Override
  public List<String> stores() {
    return real.stores();
  }

  @Override
  public Backend pointInTime() {
    return real.pointInTime();
  }

  @Override
  public void verify(Consumer<? super BackendException.Corrupt> found) {
    real.verify(found);
  }

  @Override
  public Map<String, Long> statistics() {
    return real.statistics();
  }

  @Override
  public void close() {
    real.close();
  }
}
