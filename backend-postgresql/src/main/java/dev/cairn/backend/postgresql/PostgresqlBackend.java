package dev.cairn.backend.postgresql;

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
import dev.cairn.spi.embedded.BatchWriter;
import dev.cairn.spi.embedded.SingleWriter;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One session: one connection that writes, a few beside it that read. After a failed commit it only reads. */
final class PostgresqlBackend implements Backend {
  private final PostgresqlServer server;
  private final BackendInfo info;
  private final PostgresqlReads reads;
  private final PostgresqlCounts counts;
  private final @Nullable PostgresqlOpening opening;
  private final @Nullable PostgresqlClaims claims;
  private final @Nullable PostgresqlBackend of;
  private final SingleWriter writing;
  private final Set<Backend> moments = ConcurrentHashMap.newKeySet();

  private PostgresqlBackend(PostgresqlServer server, BackendInfo info, PostgresqlReads reads, PostgresqlCounts counts,
      @Nullable PostgresqlOpening opening, @Nullable BatchWriter writer, @Nullable PostgresqlBackend of) {
    this.server = server;
    this.info = info;
    this.reads = reads;
    this.counts = counts;
    this.opening = opening;
    this.of = of;
    this.claims = info.multiProcess() && opening != null ? new PostgresqlClaims(reads) : null;
    this.writing = new SingleWriter(reads::requireOpen, info.generation(), writer, null);
  }

  /** Begins a session that reads. */
  static PostgresqlBackend toRead(PostgresqlServer server, BackendInfo info, PostgresqlConnections connections,
      PostgresqlCounts counts) {
    return new PostgresqlBackend(server, info, new PostgresqlReads(connections, () -> {}, counts), counts, null, null,
        null);
  }

  /** Begins a session that writes, which ends the opening when it is closed. */
  static PostgresqlBackend toWrite(PostgresqlServer server, BackendInfo info, PostgresqlConnections connections,
      PostgresqlCounts counts, PostgresqlOpening opening, BatchWriter writer) {
    return new PostgresqlBackend(server, info, new PostgresqlReads(connections, () -> {}, counts), counts, opening,
        writer, null);
  }

  @Override
  public BackendInfo info() {
    reads.requireOpen();
    return info;
  }

  @Override
  public List<CommitResult> commit(List<Commit> commits) {
    return writing.commit(commits);
  }

  @Override
  public Claim claim(StreamKey stream) {
    long epoch = writing.epoch();
    return claims == null ? new Claim(epoch, reads.head(stream)) : claims.claim(stream);
  }

  @Override
  public Claim renew(StreamKey stream, long epoch) {
    long own = writing.epoch();
    return claims == null ? PostgresqlClaims.renewAlone(reads, stream, epoch, own) : claims.renew(stream, epoch);
  }

  @Override
  public void settle(long generation) {
    reads.requireOpen();
    if (claims != null) {
      claims.settle(generation);
    }
  }

  @Override
  public void hold(String store, String reader, Position readThrough) {
    reads.requireOpen();
    if (claims != null) {
      claims.hold(store, reader, readThrough);
    }
  }

  @Override
  public void release(String store, String reader, Optional<Position> readThrough) {
    reads.requireOpen();
    if (claims != null) {
      claims.release(store, reader, readThrough);
    }
  }

  @Override
  public Recovery recover(StreamKey stream, long atMost) {
    return reads.recover(stream, atMost);
  }

  @Override
  public Recovery takeOver(StreamKey stream) {
    long epoch = claims == null ? writing.epoch() : claim(stream).epoch();
    return reads.recover(stream, Long.MAX_VALUE).under(epoch);
  }

  @Override
  public Cursor<StoredEvent> events(StreamKey stream, long from, long to) {
    return reads.events(stream, from, to);
  }

  @Override
  public LogCursor log(String store, Position after) {
    return reads.log(store, after);
  }

  @Override
  public Cursor<StreamHead> streams(String store, Optional<StreamKey> after) {
    return reads.streams(store, after);
  }

  @Override
  public List<String> stores() {
    return reads.stores();
  }

  @Override
  public Backend pointInTime() {
    reads.requireOpen();
    if (of != null) {
      throw new BackendException.Misconfigured("This shows one moment already.");
    }
    try {
      PostgresqlReads then = new PostgresqlReads(PostgresqlMoment.of(server), reads::requireOpen, counts);
      Backend shown = new PostgresqlBackend(server, info, then, counts, null, null, this);
      moments.add(shown);
      requireOpenOrClose(shown);
      return shown;
    } catch (SQLException e) {
      reads.requireOpen();
      throw PostgresqlFailure.of("The location could not be read", e);
    }
  }

  /** This session may have closed while the moment was made. */
  private void requireOpenOrClose(Backend shown) {
    try {
      reads.requireOpen();
    } catch (BackendException.Closed e) {
      shown.close();
      throw e;
    }
  }

  @Override
  public void verify(Consumer<? super BackendException.Corrupt> found) {
    PostgresqlVerification.run(reads, found);
  }

  @Override
  public List<String> holders() {
    return reads.read(PostgresqlOpening::holders);
  }

  @Override
  public Map<String, Long> statistics() {
    reads.requireOpen();
    return counts.values(reads.connections());
  }

  @Override
  public void close() {
    writing.close(whole -> {
      moments.forEach(Backend::close);
      moments.clear();
      reads.close();
      if (opening != null) {
        opening.leave();
      }
      if (of != null) {
        of.moments.remove(this);
      }
    });
  }
}
