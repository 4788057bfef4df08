package dev.cairn.impl.record;

import com.esotericsoftware.kryo.kryo5.KryoException;
import dev.cairn.impl.seal.StoreKeys;
import java.time.Instant;
import java.util.Optional;

/**
 * Writes a value as a record and reads it again, for all records of one store. Any thread may call.
 *
 * <pre>{@code
 * plain:
 * +--------+---------+--------+-------------------------------------------------------------+----------+
 * | format | type id | time   | generation | number | metadata length | metadata | value      | CRC-32C  |
 * | 0x10   | varint  | varint | varint     | varint | varint          | fields   | to the end | 4 bytes  |
 * +--------+---------+--------+-------------------------------------------------------------+----------+
 * |<-------- header --------->|<-------------------------- body --------------------------->|
 *
 * sealed:
 * +--------+---------+--------+--------+----------+--------------------------------------+----------+
 * | format | type id | time   | key id | nonce    | the same body, enciphered            | tag      |
 * | 0x11   | varint  | varint | varint | 24 bytes |                                      | 16 bytes |
 * +--------+---------+--------+--------+----------+--------------------------------------+----------+
 * |<------------- header ------------->|
 * }</pre>
 *
 * A record of a personal actor is sealed with the actor's key: its format is 0x13, and it has no key id.
 *
 * Checksum and tag cover the associated data of {@link StreamBinding}, which ends with the header, and the body.
 */
public final class RecordFrame {
  static final int PLAIN = 0x10;
  static final int SEALED = 0x11;
  static final int PERSONAL = 0x13;

  private static final int SPARE_BYTES = 1 << 16;

  private final RecordGuard guard;
  private final Pool<FieldOutput> events = outputs(RecordKind.EVENT);
  private final Pool<FieldOutput> snapshots = outputs(RecordKind.SNAPSHOT);

  private RecordFrame(RecordGuard guard) {
    this.guard = guard;
  }

  /** Returns the frame of a store: sealed if it has keys, plain if it has none. */
  public static RecordFrame of(Optional<StoreKeys> keys) {
    return new RecordFrame(keys.<RecordGuard>map(Seal::new).orElseGet(Checksum::new));
  }

  private static Pool<FieldOutput> outputs(RecordKind kind) {
    return new Pool<>(() -> new FieldOutput(kind.maxBytes()));
  }

  private Pool<FieldOutput> outputsOf(RecordKind kind) {
    return kind == RecordKind.EVENT ? events : snapshots;
  }

  /** Writes the value's fields. */
  public interface ValueWriter {
    /** Appends to the output, which already holds the beginning of the record. */
    void write(FieldOutput out);
  }

  /**
   * Makes a record that opens only at the place of the binding.
   *
   * @throws UnstorableValue if it would be too large, or the value or its metadata cannot be written
   * @throws dev.cairn.api.KeyException if the key that seals it cannot be used
   */
  public byte[] write(RecordBinding binding, int typeId, long timeMillis, CommitName commit, Metadata metadata,
      ValueWriter value) {
    Pool<FieldOutput> outputs = outputsOf(binding.kind());
    FieldOutput out = outputs.take();
    out.clear();
    int format = guard.format(binding);
    out.writeByte(format);
    out.varint(typeId);
    out.varint(timeMillis);
    int keyId = guard.keyId(format);
    guard.endHeader(out, keyId);
    int headerLength = out.position();
    out.varint(commit.generation());
    out.varint(commit.number());
    int start = out.begin();
    metadata.write(out);
    out.end(start);
    value.write(out);
    byte[] record = guard.close(binding, out, headerLength, keyId);
    if (out.getBuffer().length <= SPARE_BYTES) {
      outputs.putBack(out);
    }
    return record;
  }

  /**
   * Writes a state without storing it.
   *
   * @throws UnstorableValue as {@link #write}
   */
  public void rehearse(ValueWriter value) {
    FieldOutput out = snapshots.take();
    out.clear();
    value.write(out);
    if (out.getBuffer().length <= SPARE_BYTES) {
      snapshots.putBack(out);
    }
  }

  /**
   * Opens a record at the place of the binding.
   *
   * @throws UnreadableRecord if it is damaged, belongs elsewhere, or has a form that this version does not know
   * @throws dev.cairn.api.KeyException if the key that it names cannot be used
   */
  public OpenedRecord open(RecordBinding binding, byte[] record) {
    try {
      return parse(binding, record);
    } catch (KryoException e) {
      throw new UnreadableRecord("its frame is broken", e);
    }
  }

  /**
   * Returns the id of the key that a record names, 0 if it names none. The record is not verified.
   *
   * @throws UnreadableRecord if it has no header
   */
  public static int keyId(byte[] record) {
    if (record.length == 0 || record[0] != SEALED) {
      return 0;
    }
    try {
      FieldInput in = new FieldInput(record, 1, record.length - 1);
      in.varint();
      in.varint();
      return in.atMost(Integer.MAX_VALUE, "a key id");
    } catch (KryoException e) {
      throw new UnreadableRecord("its frame is broken", e);
    }
  }

  /** Whether a record is sealed with the key of its actor. The record is not verified. */
  public static boolean isPersonal(byte[] record) {
    return record.length > 0 && record[0] == PERSONAL;
  }

  /**
   * Returns the time in the header of a record. The record is not verified.
   *
   * @throws UnreadableRecord if it has no header
   */
  public static Instant time(byte[] record) {
    try {
      FieldInput in = new FieldInput(record, 1, record.length - 1);
      in.varint();
      return Instant.ofEpochMilli(in.varint());
    } catch (KryoException | IllegalArgumentException e) {
      throw new UnreadableRecord("its frame is broken", e);
    }
  }

  /**
   * Returns the type id in the header of a record. The record is not verified.
   *
   * @throws UnreadableRecord if it has no header
   */
  public static int typeId(byte[] record) {
    try {
      return new FieldInput(record, 1, record.length - 1).atMost(Integer.MAX_VALUE, "a type id");
    } catch (KryoException | IllegalArgumentException e) {
      throw new UnreadableRecord("its frame is broken", e);
    }
  }

  private OpenedRecord parse(RecordBinding binding, byte[] record) {
    if (record.length == 0) {
      throw new UnreadableRecord("it is shorter than any record");
    }
    checkFormat(record[0]);
    FieldInput in = new FieldInput(record, 1, record.length - 1);
    int typeId = in.atMost(Integer.MAX_VALUE, "a type id");
    long time = in.varint();
    FieldInput body = guard.open(binding, record, in);
    CommitName commit = new CommitName(natural(body), natural(body));
    int outer = body.enter();
    Metadata metadata = Metadata.read(body);
    body.leave(outer);
    return new OpenedRecord(typeId, Instant.ofEpochMilli(time), commit, metadata, body.getBuffer(), body.position(),
        body.remaining());
  }

  private void checkFormat(int format) {
    if (format != PLAIN && format != SEALED && format != PERSONAL) {
      throw new UnreadableRecord("its format is unknown; a newer version may have written it");
    }
    if (!guard.takes(format)) {
      throw new UnreadableRecord(format == PLAIN ? "it is plain, and this store is sealed"
          : "it is sealed, and this store is plain");
    }
  }

  private static long natural(FieldInput in) {
    long value = in.varint();
    if (value < 0) {
      throw new UnreadableRecord("its commit has a negative name");
    }
    return value;
  }
}
