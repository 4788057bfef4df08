package dev.cairn.impl.place;

import dev.cairn.api.GivenBackend;
import dev.cairn.impl.backend.BackendCatalogue;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One memory that several systems write at the same time: each stream has its epoch, as with a database server. */
final class SharedMemory implements GivenBackend, BackendProvider {
  private final Backend memory = BackendCatalogue.scan(Optional.empty()).choose(Optional.of("memory")).provider()
      .open(new BackendConfig(Path.of("shared-" + System.nanoTime()), BackendConfig.Mode.CREATE, Optional.empty(),
          Map.of()));
  private final Map<StreamKey, Long> epochs = new HashMap<>();
  private long lastEpoch = 100;
  private long sessions;
  private final Set<Long> open = ConcurrentHashMap.newKeySet();

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public synchronized Backend open(BackendConfig config) {
    return new Session(++sessions);
  }

  private final class Session implements Backend {
    private final BackendInfo info;
    private volatile boolean closed;

    Session(long generation) {
      open.add(generation);
      info = BackendInfo.embedded("memory").generation(generation).durability(Durability.NONE).multiProcess().build();
    }

    private Backend open() {
      if (closed) {
        throw new BackendException.Closed("This session was closed.");
      }
      return memory;
    }

    @Override
    public BackendInfo info() {
      open();
      return info;
    }

    @Override
    public List<CommitResult> commit(List<Commit> commits) {
      synchronized (SharedMemory.this) {
        List<CommitResult> results = new ArrayList<>();
        for (Commit commit : commits) {
          Long epoch = epochs.get(commit.stream());
          results.add(epoch != null && commit.epoch() != Commit.NO_EPOCH && commit.epoch() != epoch
              ? new CommitResult.Fenced(epoch) : open().commit(List.of(plain(commit))).getFirst());
        }
        return results;
      }
    }

    private Commit plain(Commit commit) {
      return new Commit(commit.stream(), memory.info().generation(), commit.expectedLast(), commit.events(),
          commit.snapshot(), commit.retention());
    }

    @Override
    public Claim claim(StreamKey stream) {
      synchronized (SharedMemory.this) {
        epochs.put(stream, ++lastEpoch);
        return new Claim(lastEpoch, open().claim(stream).head());
      }
    }

    @Override
    public Claim renew(StreamKey stream, long epoch) {
      synchronized (SharedMemory.this) {
        long now = epochs.getOrDefault(stream, epoch);
        if (now != epoch) {
          throw new BackendException.Fenced(stream, now);
        }
        return new Claim(epoch, open().claim(stream).head());
      }
    }

    @Override
    public Recovery recover(StreamKey stream, long atMost) {
      return open().recover(stream, atMost);
    }

    @Override
    public Cursor<StoredEvent> events(StreamKey stream, long from, long to) {
      return open().events(stream, from, to);
    }

    @Override
    public LogCursor log(String store, Position after) {
      return open().log(store, after);
    }

    @Override
    public Cursor<StreamHead> streams(String store, Optional<StreamKey> after) {
      return open().streams(store, after);
    }

    @Override
    public List<String> stores() {
      return open().stores();
    }

    @Override
    public Backend pointInTime() {
      return open().pointInTime();
    }

    @Override
    public List<String> holders() {
      return open.stream().map(session -> "session " + session).toList();
    }

    @Override
    public void close() {
      closed = true;
      open.remove(info.generation());
    }
  }
}
