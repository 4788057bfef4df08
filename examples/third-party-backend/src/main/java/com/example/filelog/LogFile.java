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
 * The file as a sequence of entries, each whole or absent.
 *
 * <pre>
 *   "filelog1"                                     8 bytes, once
 *   length 4 | CRC-32C of the payload 4 | payload  an entry; see Entry
 * </pre>
 *
 * An incomplete entry at the end of the file was never acknowledged at SYNC: a writer cuts it off, a reader waits for
 * the rest. An incomplete entry in the middle is damage. One thread at a time appends; any thread reads.
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

  /** Receives an entry. */
  interface Found {
    void entry(ByteBuffer payload, long offset);
  }

  /** Reads every complete entry that was not read yet. */
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

  /** Whether the file has its first bytes; a shorter file contains nothing yet. */
  private boolean beginsRight() throws IOException {
    ByteBuffer found = read(0, (int) Math.min(MAGIC.length, channel.size()));
    if (found.mismatch(ByteBuffer.wrap(MAGIC, 0, found.remaining())) >= 0) {
      throw new BackendException.Corrupt("The file " + path + " is not a log of this backend.");
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

  /** Cuts off an incomplete entry, and writes the first bytes of a new file. */
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

  /** Appends an entry; returns the place of its payload. */
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

  /** Syncs the folder, so that the file's name is durable, if the system can sync a folder. */
  void syncFolder() {
    try (FileChannel folder = FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    } catch (IOException e) {
      // this system cannot sync a folder
    }
  }

  /** Reads a record at a known place. */
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

  /** The JDK reports a full disk only in the words of the system. A part of the batch may be in the file. */
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
