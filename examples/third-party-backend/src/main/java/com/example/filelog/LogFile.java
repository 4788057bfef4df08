package com.example.filelog;

import dev.cairn.spi.BackendException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * The file, as entries that are whole or not there.
 *
 * <pre>
 *   "filelog1"                                     8 bytes, once
 *   length 4 | CRC-32C of the payload 4 | payload  an entry; see Entry
 * </pre>
 *
 * An entry that is not whole at the end of the file was never acknowledged at SYNC: a writer cuts it off, a reader
 * waits for the rest. One in the middle is damage. One thread at a time appends; any thread reads.
 */
final class LogFile implements AutoCloseable {
  private static final byte[] MAGIC = "filelog1".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER_BYTES = 8;

  private final Path path;
  private final FileChannel channel;
  private long end;

  private LogFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  static LogFile toRead(Path path) {
    return open(path, StandardOpenOption.READ);
  }

  static LogFile toWrite(Path path) {
    return open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static LogFile open(Path path, StandardOpenOption... options) {
    try {
      return new LogFile(path, FileChannel.open(path, options));
    } catch (IOException e) {
      throw new BackendException.Unavailable("The file " + path + " cannot be opened.", e);
    }
  }

  /** Takes an entry that was found. */
  interface Found {
    void entry(ByteBuffer payload, long offset);
  }

  /** Reads every whole entry that was not read yet. */
  void readOn(Found found) {
    try {
      if (end == 0 && !beginsRight()) {
        return;
      }
      for (ByteBuffer payload = entryAt(end); payload != null; payload = entryAt(end)) {
        int length = payload.remaining();
        found.entry(payload, end + HEADER_BYTES);
        end += HEADER_BYTES + length;
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Whether the file has its first bytes; one that was cut off before that held nothing yet. */
  private boolean beginsRight() throws IOException {
    ByteBuffer found = read(0, (int) Math.min(MAGIC.length, channel.size()));
    if (found.mismatch(ByteBuffer.wrap(MAGIC, 0, found.remaining())) >= 0) {
      throw new BackendException.Corrupt("The file " + path + " is something else than a log of this backend.");
    }
    end = found.remaining() == MAGIC.length ? MAGIC.length : 0;
    return end > 0;
  }

  private ByteBuffer entryAt(long offset) throws IOException {
    long size = channel.size();
    if (size - offset < HEADER_BYTES) {
      return null;
    }
    ByteBuffer header = read(offset, HEADER_BYTES);
    int length = header.getInt();
    int sum = header.getInt();
    long after = offset + HEADER_BYTES + length;
    if (length <= 0 || after > size) {
      return null;
    }
    ByteBuffer payload = read(offset + HEADER_BYTES, length);
    if (sum == crc(payload)) {
      return payload;
    }
    if (after < size) {
      throw new BackendException.Corrupt("The entry at byte " + offset + " of " + path + " has a wrong checksum.");
    }
    return null;
  }

  /** Cuts off what is not whole and begins the file where it is new. */
  void cut() {
    try {
      channel.truncate(end);
      if (end == 0) {
        write(ByteBuffer.wrap(MAGIC));
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Appends an entry; returns where its payload begins. */
  long append(ByteBuffer payload) {
    ByteBuffer entry = ByteBuffer.allocate(HEADER_BYTES + payload.remaining());
    entry.putInt(payload.remaining()).putInt(crc(payload)).put(payload).flip();
    long offset = end + HEADER_BYTES;
    try {
      write(entry);
    } catch (IOException e) {
      throw failed(e);
    }
    return offset;
  }

  private void write(ByteBuffer bytes) throws IOException {
    long at = end;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
    end = at;
  }

  void sync() {
    try {
      channel.force(false);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Makes the name of the file last, where the system lets a folder be synced. */
  void syncFolder() {
    try (FileChannel folder = FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    } catch (IOException e) {
      // such a system has no way to say it
    }
  }

  /** Reads a record that is known to be there. */
  byte[] bytes(Place place) {
    try {
      return read(place.offset(), place.length()).array();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private ByteBuffer read(long offset, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, offset + bytes.position()) < 0) {
        throw new BackendException.Corrupt("The file " + path + " ends before byte " + (offset + length) + ".");
      }
    }
    return bytes.flip();
  }

  private static int crc(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate());
    return (int) crc.getValue();
  }

  /** The JDK tells a full disk in the words of the system alone. Some of the list may be in the file. */
  private BackendException failed(IOException e) {
    if (e instanceof ClosedChannelException) {
      return new BackendException.Closed("The file " + path + " was closed.");
    }
    boolean full = String.valueOf(e.getMessage()).contains("No space left");
    return new BackendException.Unavailable("The file " + path + " failed.",
        full ? new BackendException.Full("There is no space left for " + path + ".", e) : e);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw failed(e);
    }
  }
}
