package dev.cairn.backend.memory;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.BackendInfo;
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
import dev.cairn.spi.embedded.PagedCursor;
import dev.cairn.spi.embedded.RecoveryStart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One opening of a {@link MemoryLocation}. Every call holds the monitor of the location, so each is of one moment. */
class MemoryBackend implements Backend {
  private final MemoryLocation location;
  private final BackendInfo info;
  private final boolean writes;
  private boolean closed;

  MemoryBackend(MemoryLocation location, long generation, boolean writes) {
    this.location = location;
    this.info = BackendInfo.embedded("memory").generation(generation).durability(Durability.NONE).build();
    this.writes = writes;
  }

  /** A copy of all there is, which ends with the session that it is a copy of. */
  private static final class PointInTime extends MemoryBackend {
    private final MemoryBackend of;

    PointInTime(MemoryBackend of) {
      super(of.location.copy(), of.info.generation(), false);
      this.of = of;
    }

    @Override
    <T extends @Nullable Object> T reading(Supplier<T> work) {
      of.info();
      return super.reading(work);
    }

    @Override
    public Backend pointInTime() {
      throw new BackendException.Misconfigured("This shows one moment already.");
    }
  }

  <T extends @Nullable Object> T reading(Supplier<T> work) {
    synchronized (location) {
      if (closed) {
        throw new BackendException.Closed("This opening of the memory backend was closed.");
      }
      return work.get();
    }
  }

  private <T> T writing(Supplier<T> work) {
    return reading(() -> {
      if (!writes) {
        throw new BackendException.Misconfigured("This location was opened to read; it cannot be written.");
      }
      return work.get();
    });
  }

  @Override
  public BackendInfo info() {
    return reading(() -> info);
  }

  @Override
  public List<CommitResult> commit(List<Commit> commits) {
    return writing(() -> {
      List<CommitResult> results = new ArrayList<>(commits.size());
      for (Commit commit : commits) {
        results.add(commit(commit));
      }
      return results;
    });
  }

  private CommitResult commit(Commit commit) {
    MemoryStream stream = location.stream(commit.stream());
    CommitResult objection = stream.head().objection(commit, info.generation(), info.maxRecordBytes());
    if (objection != null) {
      return objection;
    }
    location.store(commit, stream);
    return new CommitResult.Stored(location.newest());
  }

  @Override
  public Claim claim(StreamKey stream) {
    return writing(() -> new Claim(info.generation(), location.stream(stream).head()));
  }

  @Override
  public Recovery recover(StreamKey key, long atMost) {
    return reading(() -> {
      MemoryStream stream = location.stream(key);
      StreamHead head = stream.head();
      RecoveryStart start = RecoveryStart.of(head, atMost);
      return new Recovery(head, stream.snapshot(start.snapshot()), cursor(event -> {
        long sequence = event == null ? start.firstEvent() : event.sequence() + 1;
        return sequence > head.last() ? null : stream.undeleted(sequence);
      }));
    });
  }

  @Override
  public Cursor<StoredEvent> events(StreamKey key, long from, long to) {
    return reading(() -> {
      MemoryStream stream = location.stream(key);
      long last = Math.min(to, stream.head().last());
      return cursor(event -> stream.first(event == null ? from : event.sequence() + 1, last));
    });
  }

  @Override
  public LogCursor log(String store, Position after) {
    return reading(() -> {
      Position horizon = location.newest();
      return new PagedCursor.Log(this::info, horizon, location.deletedThrough(store),
          pages(event -> location.following(event == null ? after : event.position(), horizon, store)));
    });
  }

  @Override
  public Cursor<StreamHead> streams(String store, Optional<StreamKey> after) {
    return reading(() -> {
      return new PagedCursor<>(this::info, location.heads(store, after), last -> List.of());
    });
  }

  private Cursor<StoredEvent> cursor(Function<@Nullable StoredEvent, @Nullable StoredEvent> following) {
    return new PagedCursor<>(this::info, List.of(), pages(following));
  }

  /** Pages of one event: each is looked for when the one before was read, so what is deleted meanwhile is left out. */
  private PagedCursor.Pages<StoredEvent> pages(Function<@Nullable StoredEvent, @Nullable StoredEvent> following) {
    return last -> reading(() -> {
      StoredEvent next = following.apply(last);
      return next == null ? List.of() : List.of(next);
    });
  }

  @Override
  public List<String> stores() {
    return reading(location::stores);
  }

  @Override
  public Backend pointInTime() {
    return reading(() -> new PointInTime(this));
  }

  @Override
  public Map<String, Long> statistics() {
    return reading(location::statistics);
  }

  @Override
  public void close() {
    synchronized (location) {
      if (!closed && writes) {
        location.release();
      }
      closed = true;
    }
  }
}
