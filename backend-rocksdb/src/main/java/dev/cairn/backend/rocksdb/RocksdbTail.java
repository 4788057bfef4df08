package dev.cairn.backend.rocksdb;

import dev.cairn.spi.BackendException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Tells a torn write from damage, in files of records of RocksDB: its log and its manifests. Where the length of a
 * record reaches beyond the end of the file, or its type is one of a recycled file, RocksDB takes the record for the
 * end of the file and leaves out all that follows. A torn write looks the same, but it lacks bytes. A record that is
 * whole but for one bit of its header was written as a whole and changed later.
 *
 * <pre>
 *   +----------------------+-----------------+--------+---------+
 *   | masked CRC-32C of    | length          | type   | content |      none reaches over the end of a block of 32 KiB
 *   | type and content, 4  | of content, 2   | 1 to 4 |         |
 *   +----------------------+-----------------+--------+---------+
 * </pre>
 *
 * A flipped bit elsewhere makes the checksum wrong, which RocksDB tells itself.
 */
final class RocksdbTail {
  private static final int BLOCK = 32 << 10;
  private static final int HEADER = 7;
  private static final int LENGTH = 4;
  private static final int TYPE = 6;
  private static final int MASK = 0xa282ead8;

  private final Path file;
  private final ByteBuffer block = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);

  private RocksdbTail(Path file) {
    this.file = file;
  }

  /** Looks at each such file of a folder. */
  static void requireTorn(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".log") || name.startsWith("MANIFEST-")) {
          new RocksdbTail(file).check();
        }
      }
    } catch (IOException e) {
      throw new BackendException.Unavailable("The folder " + folder + " cannot be read.", e);
    }
  }

  private void check() throws IOException {
    try (InputStream in = Files.newInputStream(file)) { // a channel would be closed by an interrupt
      for (long start = 0; read(in); start += BLOCK) {
        checkBlock(start);
      }
    } catch (NoSuchFileException e) {
      // a writer has deleted it meanwhile
    }
  }

  /** Reads the next block; tells whether there is anything in it. */
  private boolean read(InputStream in) throws IOException {
    block.clear().limit(in.readNBytes(block.array(), 0, BLOCK));
    return block.hasRemaining();
  }

  private void checkBlock(long start) {
    int at = 0;
    while (block.limit() - at >= HEADER) {
      int next = at + HEADER + length(at);
      if (next > block.limit() || !isKnown(at)) {
        requireTorn(start, at);
        return;
      }
      at = next;
    }
  }

  private void requireTorn(long start, int at) {
    byte[] header = new byte[HEADER];
    block.get(at, header);
    for (int bit = LENGTH * Byte.SIZE; bit < HEADER * Byte.SIZE; bit++) {
      int place = at + bit / Byte.SIZE;
      block.put(place, (byte) (block.get(place) ^ 1 << bit % Byte.SIZE));
      if (isWhole(at)) {
        throw new BackendException.Corrupt("The file " + file + " of RocksDB is damaged at byte " + (start + at)
            + ": the header of a record that is there as a whole is not what was written.");
      }
      block.put(at, header);
    }
  }

  private int length(int at) {
    return block.getShort(at + LENGTH) & 0xffff;
  }

  private boolean isKnown(int at) {
    byte type = block.get(at + TYPE);
    return type >= 1 && type <= 4;
  }

  private boolean isWhole(int at) {
    int length = length(at);
    if (!isKnown(at) || at + HEADER + length > block.limit()) {
      return false;
    }
    CRC32C sum = new CRC32C();
    sum.update(block.array(), at + TYPE, 1 + length);
    return block.getInt(at) == Integer.rotateRight((int) sum.getValue(), 15) + MASK;
  }
}
