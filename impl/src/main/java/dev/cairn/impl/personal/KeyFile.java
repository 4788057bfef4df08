package dev.cairn.impl.personal;

import dev.cairn.api.InvalidKey;
import dev.cairn.api.PersonalKeys.Owner;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one file of personal keys. Entries are appended and never move; a key that is destroyed is overwritten
 * with zeros. What is behind the settled length may be the torn end of an append that nobody was told of; what is
 * before it was synced, so anything that does not fit there is damage.
 *
 * <pre>
 * 0          8     24        28  32               40        44  48               56        60  64
 * +----------+-----+---------+---+----------------+---------+---+----------------+---------+---+-------+-------
 * | CAIRNPK1 | id  | CRC-32C | 0 | settled length | CRC-32C | 0 | settled length | CRC-32C | 0 | entry | ...
 * | 8 bytes  | 16  | of both |   | 8 bytes        | of it   |   | the other slot |         |   | KeyEntry
 * +----------+-----+---------+---+----------------+---------+---+----------------+---------+---+-------+-------
 * </pre>
 *
 * The two slots are written in turn, and the longer one counts. Used under the lock of its {@link PersonalKeyFile}.
 */
final class KeyFile implements AutoCloseable {
  private static final byte[] MAGIC = "CAIRNPK1".getBytes(StandardCharsets.US_ASCII);
  private static final int ID_BYTES = 16;
  private static final int SLOTS_AT = 32;
  private static final int SLOT_BYTES = 16;
  static final int HEADER_BYTES = 64;
  private static final int CHUNK = 1 << 20;

  private final Path path;
  private final RandomAccessFile file;
  private final byte[] id;
  private final KeyFileIndex index = new KeyFileIndex();
  private final List<Owner> lateMarks = new ArrayList<>();
  private long settled;
  private long end;
  private boolean oddSlot;

  private KeyFile(Path path, RandomAccessFile file, byte[] id) {
    this.path = path;
    this.file = file;
    this.id = id;
    this.end = HEADER_BYTES;
  }

  /** Makes a file without entries, durably but for its name. */
  static KeyFile create(Path path, byte[] id) throws IOException {
    Files.deleteIfExists(path);
    boolean owned = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    Files.createFile(path, owned
        ? new FileAttribute<?>[] { PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")) }
        : new FileAttribute<?>[0]);
    KeyFile made = new KeyFile(path, new RandomAccessFile(path.toFile(), "rw"), id);
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN).put(MAGIC).put(id);
    header.putInt(KeyEntry.crc(header.array(), 0, header.position()));
    made.file.write(header.array());
    made.settle();
    return made;
  }

  /**
   * Reads a file.
   *
   * @throws InvalidKey if it is no such file, or damaged
   */
  static KeyFile open(Path path, boolean writes) throws IOException {
    RandomAccessFile file = new RandomAccessFile(path.toFile(), writes ? "rw" : "r");
    try {
      byte[] header = new byte[HEADER_BYTES];
      if (file.length() < HEADER_BYTES) {
        throw new InvalidKey("The file " + path + " holds no personal keys: it is too short.", null);
      }
      file.readFully(header);
      ByteBuffer in = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
      byte[] magic = new byte[MAGIC.length];
      byte[] id = new byte[ID_BYTES];
      in.get(magic).get(id);
      if (!Arrays.equals(magic, MAGIC)) {
        throw new InvalidKey("The file " + path + " holds no personal keys.", null);
      }
      if (in.getInt() != KeyEntry.crc(header, 0, MAGIC.length + ID_BYTES)) {
        throw new InvalidKey("The personal keys in " + path + " are damaged at their beginning. Put a good copy of the "
            + "file back.", null);
      }
      KeyFile opened = new KeyFile(path, file, id);
      opened.load(in);
      return opened;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  String id() {
    return HexFormat.of().formatHex(id);
  }

  byte[] idBytes() {
    return id.clone();
  }

  private void load(ByteBuffer header) throws IOException {
    for (int slot = 0; slot < 2; slot++) {
      long length = header.getLong(SLOTS_AT + slot * SLOT_BYTES);
      int crc = header.getInt(SLOTS_AT + slot * SLOT_BYTES + Long.BYTES);
      if (crc == crc(length) && length > settled) {
        settled = length;
        oddSlot = slot == 0;
      }
    }
    if (settled < HEADER_BYTES || settled > file.length()) {
      throw new InvalidKey("The personal keys in " + path + " are damaged: the file has " + file.length()
          + " bytes, and had " + settled + ". Put a good copy of the file back.", null);
    }
    scan();
    if (end < settled) {
      throw damagedAt(end);
    }
  }

  private InvalidKey damagedAt(long offset) {
    return new InvalidKey("The personal keys in " + path + " are damaged at byte " + offset
        + ". Nothing was changed, and nobody was forgotten by it. Put a good copy of the file back.", null);
  }

  /** Reads what a writer has appended meanwhile. */
  void readOn() throws IOException {
    if (file.length() > end) {
      scan();
    }
  }

  private void scan() throws IOException {
    each(end, (offset, entry) -> {
      if (offset >= settled && !entry.isWhole()) {
        return false;
      }
      index.add(hash(entry.owner()), offset);
      if (entry.isMark() && offset >= settled) {
        lateMarks.add(entry.owner());
      }
      end = offset + entry.bytes();
      return true;
    });
  }

  /** Takes the entries in their order. */
  interface Taker {
    /** Returns whether to go on. */
    boolean take(long offset, KeyEntry entry) throws IOException;
  }

  /** Passes the entries up to the first that is none. */
  void each(Taker taker) throws IOException {
    each(HEADER_BYTES, taker);
  }

  private void each(long from, Taker taker) throws IOException {
    byte[] chunk = new byte[CHUNK];
    long at = from;
    while (true) {
      ByteBuffer in = ByteBuffer.wrap(chunk, 0, readAt(at, chunk));
      boolean last = in.limit() < CHUNK;
      while (last ? in.hasRemaining() : in.remaining() >= KeyEntry.MOST_BYTES) {
        KeyEntry entry = KeyEntry.read(in);
        if (entry == null || !taker.take(at, entry)) {
          return;
        }
        at += entry.bytes();
        in.position(in.position() + entry.bytes());
      }
      if (last) {
        return;
      }
    }
  }

  private int readAt(long offset, byte[] into) throws IOException {
    file.seek(offset);
    int read = 0;
    while (read < into.length) {
      int some = file.read(into, read, into.length - read);
      if (some < 0) {
        return read;
      }
      read += some;
    }
    return read;
  }

  /**
   * What the file says of an actor.
   *
   * @param key its entry; null if there is none
   * @param offset where the entry is
   * @param isForgotten whether it has a mark
   */
  record Found(@Nullable KeyEntry key, long offset, boolean isForgotten) {}

  Found find(Owner owner) throws IOException {
    KeyEntry key = null;
    long keyAt = 0;
    boolean forgotten = false;
    byte[] bytes = new byte[KeyEntry.MOST_BYTES];
    for (long offset : index.find(hash(owner))) {
      KeyEntry entry = KeyEntry.read(ByteBuffer.wrap(bytes, 0, readAt(offset, bytes)));
      if (entry == null) {
        throw damagedAt(offset);
      }
      if (entry.owner().equals(owner)) {
        forgotten |= entry.isMark();
        key = entry.isMark() ? key : entry;
        keyAt = entry.isMark() ? keyAt : offset;
      }
    }
    return new Found(key, keyAt, forgotten);
  }

  /** Cuts a torn end off, destroys what a session before was about to destroy, and begins to write. */
  void repair() throws IOException {
    if (file.length() > end) {
      file.setLength(end);
    }
    file.getFD().sync();
    for (Owner forgotten : lateMarks) {
      destroy(find(forgotten));
    }
    lateMarks.clear();
    settle();
  }

  /** Appends entries, and says before them how far the file was durable; durable itself with {@link #sync}. */
  void append(List<KeyEntry> entries) throws IOException {
    writeSlot();
    int bytes = entries.stream().mapToInt(KeyEntry::bytes).sum();
    ByteBuffer out = ByteBuffer.allocate(bytes);
    entries.forEach(entry -> out.put(entry.toBytes()));
    file.seek(end);
    file.write(out.array());
    for (KeyEntry entry : entries) {
      index.add(hash(entry.owner()), end);
      end += entry.bytes();
    }
  }

  void sync() throws IOException {
    file.getFD().sync();
    settled = end;
  }

  /** Overwrites a key with zeros, durably; does nothing where none is. */
  void destroy(Found found) throws IOException {
    KeyEntry key = found.key();
    if (key != null && !key.isDestroyed()) {
      file.seek(found.offset() + key.keyOffset());
      file.write(new byte[key.keyBytes()]);
      file.getFD().sync();
    }
  }

  /** Syncs all, and writes down that it is. */
  void settle() throws IOException {
    sync();
    writeSlot();
    file.getFD().sync();
  }

  private void writeSlot() throws IOException {
    ByteBuffer slot = ByteBuffer.allocate(Long.BYTES + Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    long length = Math.max(settled, HEADER_BYTES);
    slot.putLong(length).putInt(crc(length));
    file.seek(SLOTS_AT + (oddSlot ? SLOT_BYTES : 0));
    file.write(slot.array());
    oddSlot = !oddSlot;
  }

  /** Overwrites all of a file that was never ended. */
  static void wipe(Path path) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      wipe(file);
    }
  }

  /** Overwrites all of a file that another one has replaced. */
  void wipe() throws IOException {
    wipe(file);
  }

  private static void wipe(RandomAccessFile file) throws IOException {
    byte[] zeros = new byte[CHUNK];
    long left = file.length();
    file.seek(0);
    for (; left > 0; left -= zeros.length) {
      file.write(zeros, 0, (int) Math.min(left, zeros.length));
    }
    file.getFD().sync();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private static int crc(long length) {
    byte[] bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
    return KeyEntry.crc(bytes, 0, bytes.length);
  }

  private static long hash(Owner owner) {
    long hash = 31L * (31L * spread(owner.store()) + spread(owner.type())) + spread(owner.id());
    hash = (hash ^ hash >>> 32) * 0x9E3779B97F4A7C15L;
    return hash ^ hash >>> 29;
  }

  private static long spread(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }
}
