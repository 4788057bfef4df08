package dev.cairn.tck;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.BackendProvider;
import dev.cairn.spi.Commit;
import dev.cairn.spi.Durability;
import dev.cairn.spi.embedded.LocationLock;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Cardboard that lasts: each opening and each list is one entry of a file, read again at the next opening. It is only
 * written to. What a subclass may break, it asks.
 *
 * <pre>
 *   length 4 | CRC-32C of what follows 4 | generation 8 | the list
 * </pre>
 */
public class PaperProvider implements BackendProvider {

  /** For the kit, which makes one again in each child. */
  public PaperProvider() {}

  @Override
  public String name() {
    return "paper";
  }

  @Override
  public Backend open(BackendConfig config) {
    Durability durability = config.durability(Durability.SYNC, Durability.OS);
    config.refuseUnknown();
    Path file = config.location().resolve("paper");
    if (config.mode() == BackendConfig.Mode.READ || (config.mode() == BackendConfig.Mode.WRITE && !exists(file))) {
      throw new BackendException.Unavailable("Nothing to open at " + file, null);
    }
    LocationLock lock = LocationLock.acquire(config.location());
    try {
      CardboardBackend.Box box = new CardboardBackend.Box();
      long end = replay(file, box);
      FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      channel.truncate(end).position(end);
      box.generation++;
      PaperBackend backend = new PaperBackend(this, box, durability, channel, lock);
      backend.claim();
      return backend;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e instanceof BackendException known ? known : new BackendException.Unavailable("Cannot open " + file, e);
    }
  }

  private static boolean exists(Path file) {
    return Files.exists(file);
  }

  /** Reads all entries up to one that is not whole; returns where that is. */
  private static long replay(Path file, CardboardBackend.Box box) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(exists(file) ? Files.readAllBytes(file) : new byte[0]);
    CardboardProvider plain = new CardboardProvider();
    while (bytes.remaining() >= 16) {
      int start = bytes.position();
      int length = bytes.getInt();
      int sum = bytes.getInt();
      if (length < 8 || length > bytes.remaining() || sum != crc(bytes.slice(bytes.position(), length))) {
        return start;
      }
      byte[] entry = new byte[length];
      bytes.get(entry);
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(entry));
      box.generation = in.readLong();
      List<Commit> list = PaperForm.read(in);
      if (!list.isEmpty()) {
        new CardboardBackend(plain, box, true).commit(list);
      }
    }
    return bytes.position();
  }

  static int crc(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  /** Makes what was written last a power loss. */
  void sync(FileChannel channel) throws IOException {
    channel.force(false);
  }

  /** Writes an entry; what throws here is told to the caller. */
  void write(FileChannel channel, ByteBuffer entry) throws IOException {
    while (entry.hasRemaining()) {
      channel.write(entry);
    }
  }

  /** Closes what is open, once the commit under way has ended. */
  void close(PaperBackend backend) {
    backend.closeAfterTheCommit();
  }

  /** The monitor that readers take. */
  Object readersMonitor(PaperBackend backend) {
    return new Object();
  }

  static void writeList(DataOutputStream out, List<Commit> list) throws IOException {
    PaperForm.write(out, list);
  }
}
