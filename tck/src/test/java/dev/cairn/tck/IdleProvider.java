package dev.cairn.tck;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
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
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Does nothing: claims what it is asked for, says yes to every commit, and shows nothing of any. */
public final class IdleProvider implements BackendProvider {

  /** For the kit, which makes one again in each child. */
  public IdleProvider() {}

  @Override
  public String name() {
    return "idle";
  }

  @Override
  public Backend open(BackendConfig config) {
    return new Idle(config.durability(Durability.values()), System.nanoTime());
  }

  private record Idle(Durability durability, long generation) implements Backend {
    @Override
    public BackendInfo info() {
      return BackendInfo.embedded("idle").durability(durability).generation(generation).maxRecordBytes(1 << 20)
          .build();
    }

    @Override
    public List<CommitResult> commit(List<Commit> commits) {
      return commits.stream().<CommitResult>map(commit -> new CommitResult.Stored(Position.START)).toList();
    }

    @Override
    public Claim claim(StreamKey stream) {
      return new Claim(1, StreamHead.empty(stream));
    }

    @Override
    public Recovery recover(StreamKey stream, long atMost) {
      return new Recovery(StreamHead.empty(stream), Optional.empty(), new Nothing());
    }

    @Override
    public Cursor<StoredEvent> events(StreamKey stream, long from, long to) {
      return new Nothing();
    }

    @Override
    public LogCursor log(String store, Position after) {
      return new Nothing();
    }

    @Override
    public Cursor<StreamHead> streams(String store, Optional<StreamKey> after) {
      return Bent.listed(List.of());
    }

    @Override
    public List<String> stores() {
      return List.of();
    }

    @Override
    public Backend pointInTime() {
      return this;
    }

    @Override
    public void close() {}
  }

  private record Nothing() implements LogCursor {
    @Override
    public Position horizon() {
      return Position.START;
    }

    @Override
    public Position deletedThrough() {
      return Position.START;
    }

    @Override
    public @Nullable StoredEvent next() {
      return null;
    }

    @Override
    public void close() {}
  }
}
