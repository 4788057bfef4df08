package dev.cairn.backend.rocksdb;

import dev.cairn.spi.Position;
import dev.cairn.spi.StreamKey;
import dev.cairn.spi.embedded.KeyBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The keys and values of the column family {@code cairn-3}, in their order. Numbers are written as {@link RocksdbBytes}
 * does; a position is two numbers, generation and offset.
 *
 * <pre>
 *   key                                    value
 *   'c' stream                             sequence, record                  the snapshot, where one is kept
 *   'e' stream, sequence                   position, record                  an event
 *   'g'                                    generation                        the newest that was claimed
 *   'h'                                    position                          the highest given, as of the last deletion
 *   'i' hash                               stream                            the number of the stream whose name has it
 *   'l' position                           (stream, sequence | 0) ...        the log: where the events of consecutive
 *                                                                            positions stand, 0 where one is gone
 *   'n' stream                             store 00 type 00 id               the name of a stream
 *   'p' stream, sequence                   record                            a snapshot beside others
 *   'r' store                              position                          the newest event that left its log
 *   's' store 00 type 00 id                stream, last, deletedThrough, purgedThrough, snapshots ...
 * </pre>
 *
 * {@code stream} is a number, given once. No store or type holds a zero byte, so no id can reach into another key.
 */
final class RocksdbKey {
  static final byte[] CURRENTS = { 'c' };
  static final byte[] GENERATION = { 'g' };
  static final byte[] HIGHEST = { 'h' };
  static final byte[] EVENTS = { 'e' };
  static final byte[] LOG = { 'l' };
  static final byte[] NAMES = { 'n' };
  static final byte[] SNAPSHOTS = { 'p' };
  static final byte[] STREAMS = { 's' };

  private RocksdbKey() {}

  static byte[] current(long stream) {
    return numbers('c', stream);
  }

  static byte[] event(long stream, long sequence) {
    return numbers('e', stream, sequence);
  }

  /** What all events of a stream begin with. */
  static byte[] events(long stream) {
    return numbers('e', stream);
  }

  /** The key of a name, by FNV-1a of 64 bits over its parts. */
  static byte[] hash(byte[] parts) {
    long hash = 0xcbf29ce484222325L;
    for (byte each : parts) {
      hash = (hash ^ each & 0xff) * 0x100000001b3L;
    }
    return numbers('i', hash);
  }

  static byte[] log(Position position) {
    return numbers('l', position.generation(), position.offset());
  }

  static byte[] name(long stream) {
    return numbers('n', stream);
  }

  static byte[] snapshot(long stream, long sequence) {
    return numbers('p', stream, sequence);
  }

  static byte[] reclaimed(String store) {
    byte[] name = ascii(store);
    return RocksdbBytes.sized(1 + name.length).one('r').all(name).done();
  }

  static byte[] stream(StreamKey key) {
    byte[] parts = parts(key);
    return RocksdbBytes.sized(1 + parts.length).one('s').all(parts).done();
  }

  /** What all streams of a store begin with. */
  static byte[] streams(String store) {
    byte[] name = ascii(store);
    return RocksdbBytes.sized(2 + name.length).one('s').all(name).one(0).done();
  }

  /** What sorts after all streams of a store, and before those of the next one. */
  static byte[] afterStreams(String store) {
    byte[] name = ascii(store);
    return RocksdbBytes.sized(2 + name.length).one('s').all(name).one(1).done();
  }

  static byte[] parts(StreamKey key) {
    byte[] store = ascii(key.store());
    byte[] type = ascii(key.type());
    byte[] id = key.idBytes();
    return RocksdbBytes.sized(store.length + type.length + id.length + 2).all(store).one(0).all(type).one(0).all(id)
        .done();
  }

  /** Reads the parts of a key from where they begin. */
  static StreamKey streamKey(RocksdbBytes parts) {
    return KeyBytes.read(parts.text(), parts.text(), parts.rest());
  }

  /** The first key of a kind that belongs to a number, or comes after all that do. */
  static byte[] numbered(byte[] kind, long number) {
    return numbers((char) kind[0], number);
  }

  /** The first key that may come after that one. */
  static byte[] behind(byte[] key) {
    return Arrays.copyOf(key, key.length + 1);
  }

  static boolean begins(byte[] key, byte[] prefix) {
    return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static byte[] numbers(char kind, long... numbers) {
    RocksdbBytes key = RocksdbBytes.sized(1 + RocksdbBytes.sizeOf(numbers)).one(kind);
    for (long number : numbers) {
      key.number(number);
    }
    return key.done();
  }

  private static byte[] ascii(String name) {
    return name.getBytes(StandardCharsets.US_ASCII);
  }
}
