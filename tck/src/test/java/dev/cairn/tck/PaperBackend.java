package dev.cairn.tck;

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
import dev.cairn.spi.embedded.LocationLock;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One opening of a file of {@link PaperProvider}; reads are answered by the cardboard in memory. */
final class PaperBackend implements Backend {
  private final PaperProvider provider;
  private final CardboardBackend memory;
  private final Durability durability;
  private final FileChannel channel;
  private final LocationLock lock;
  private @Nullable Exception poisoned;

  PaperBackend(PaperProvider provider, CardboardBackend.Box box, Durability durability, FileChannel channel,
      LocationLock lock) {
    this.provider = provider;
    this.durability = durability;
    this.channel = channel;
    this.lock = lock;
    this.memory = new CardboardBackend(new CardboardProvider() {
      @Override
      BackendInfo.Builder claim(BackendInfo.Builder info) {
        return info.durability(durability);
      }
    }, box, true);
  }

  /** Writes down that this generation was claimed, and makes what was recovered last. */
  void claim() {
    write(List.of());
    if (durability != Durability.SYNC) {
      sync();
    }
  }

  private void sync() {
    try {
      provider.sync(channel);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void write(List<Commit> list) {
    if (poisoned != null) {
      throw new BackendException.Unavailable("It failed before.", poisoned);
    }
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeLong(memory.info().generation());
      PaperProvider.writeList(out, list);
      ByteBuffer entry = ByteBuffer.allocate(8 + bytes.size());
      entry.putInt(bytes.size()).putInt(PaperProvider.crc(ByteBuffer.wrap(bytes.toByteArray())));
      provider.write(channel, entry.put(bytes.toByteArray()).flip());
    } catch (IOException e) {
      throw failed(e);
    }
    if (durability == Durability.SYNC) {
      sync();
    }
  }

  private BackendException failed(IOException e) {
    poisoned = e;
    return new BackendException.Unavailable("The file cannot be written.",
        String.valueOf(e.getMessage()).contains("No space left") ? new BackendException.Full("The disk is full.", e)
            : e);
  }

  @Override
  public List<CommitResult> commit(List<Commit> commits) {
    synchronized (channel) {
      memory.info();
      synchronized (provider.readersMonitor(this)) {
        write(commits);
      }
      return memory.commit(commits);
    }
  }

  @Override
  public void close() {
    provider.close(this);
  }

  void closeAfterTheCommit() {
    synchronized (channel) {
      closeAtOnce();
    }
  }

  void closeAtOnce() {
    memory.close();
    lock.close();
    try {
      channel.close();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public BackendInfo info() {
    return memory.info();
  }

  @Override
  public Claim claim(StreamKey stream) {
    return memory.claim(stream);
  }

  @Override
  public Recovery recover(StreamKey stream, long atMost) {
    return memory.recover(stream, atMost);
  }

  @Override
  public Cursor<StoredEvent> events(StreamKey stream, long from, long to) {
    synchronized (provider.readersMonitor(this)) {
      return memory.events(stream, from, to);
    }
  }

  @Override
  public LogCursor log(String store, Position after) {
    return memory.log(store, after);
  }

  @Override
  public Cursor<StreamHead> streams(String store, Optional<StreamKey> after) {
    return memory.streams(store, after);
  }

  @Override
  public Backend pointInTime() {
    return memory.pointInTime();
  }

  @Override
  public List<String> stores() {
    return memory.stores();
  }
}
