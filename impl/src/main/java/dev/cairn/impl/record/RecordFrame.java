package dev.cairn.impl.record;

import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.util.Pool;
import java.time.Instant;

/**
 * Puts a value into its record and takes it out again. Thread-safe; the bindings that are handed to it are not.
 *
 * <pre>
 * +--------+---------+--------+-------------------------------------------------------------+----------+
 * | format | type id | time   | generation | number | metadata length | metadata | value      | CRC-32C  |
 * | 0x10   | varint  | varint | varint     | varint | varint          | fields   | to the end | 4 bytes  |
 * +--------+---------+--------+-------------------------------------------------------------+----------+
 * |<-------- header --------->|<-------------------------- body --------------------------->|
 * </pre>
 *
 * The checksum is taken over the associated data of {@link StreamBinding}, which ends with the header, and then over
 * everything before it in the record.
 */
public final class RecordFrame {

  /** How large the record of an event may be. */
  public static final int MAX_EVENT_BYTES = 1 << 20;

  /** How large the record of a snapshot may be. */
  public static final int MAX_SNAPSHOT_BYTES = 1 << 26;

  private static final int PLAIN = 0x10;
  private static final int SEALED = 0x11;
  private static final int CRC_BYTES = 4;
  private static final int POOLED = 16;
  private static final int POOLED_BYTES = 1 << 16;

  private final Pool<FieldOutput> outputs;

  /** Makes a frame for records of at most that many bytes. */
  public RecordFrame(int maxRecordBytes) {
    this.outputs = new Pool<>(true, false, POOLED) {
      @Override
      protected FieldOutput create() {
        return new FieldOutput(maxRecordBytes);
      }
    };
  }

  /** Writes the value's fields. */
  public interface ValueWriter {
    /** Appends to the output, which already holds the beginning of the record. */
    void write(FieldOutput out);
  }

  /**
   * Makes a record that opens only where the binding stands.
   *
   * @throws UnstorableValue if it would be too large, or the value or the command id cannot be written
   */
  public byte[] write(StreamBinding binding, int typeId, long timeMillis, CommitName commit, Metadata metadata,
      ValueWriter value) {
    FieldOutput out = outputs.obtain();
    out.clear();
    out.writeByte(PLAIN);
    out.varint(typeId);
    out.varint(timeMillis);
    int headerLength = out.position();
    out.varint(commit.generation());
    out.varint(commit.number());
    int start = out.begin();
    metadata.write(out);
    out.end(start);
    value.write(out);
    out.writeInt(binding.checksum(out.getBuffer(), headerLength, out.position()));
    byte[] record = out.toBytes();
    if (out.getBuffer().length <= POOLED_BYTES) {
      outputs.free(out);
    }
    return record;
  }

  /**
   * Opens a record where the binding stands.
   *
   * @throws UnreadableRecord if it is damaged, belongs elsewhere, or has a form that this version does not know
   */
  public static OpenedRecord open(StreamBinding binding, byte[] record) {
    try {
      return opened(binding, record);
    } catch (KryoException e) {
      throw new UnreadableRecord("its frame is broken", e);
    }
  }

  private static OpenedRecord opened(StreamBinding binding, byte[] record) {
    int end = record.length - CRC_BYTES;
    if (end < 1) {
      throw new UnreadableRecord("it is shorter than any record");
    }
    checkFormat(record[0]);
    FieldInput in = new FieldInput(record, 1, end - 1);
    int typeId = in.atMost(Integer.MAX_VALUE, "a type id");
    long time = in.varint();
    checkSum(record, end, binding.checksum(record, in.position(), end));
    CommitName commit = new CommitName(natural(in), natural(in));
    int outer = in.enter();
    Metadata metadata = Metadata.read(in);
    in.leave(outer);
    return new OpenedRecord(typeId, Instant.ofEpochMilli(time), commit, metadata, record, in.position(),
        in.remaining());
  }

  private static void checkFormat(int format) {
    if (format == SEALED) {
      throw new UnreadableRecord("it is sealed, and this store has no key");
    }
    if (format != PLAIN) {
      throw new UnreadableRecord("its format is unknown; a newer version may have written it");
    }
  }

  private static void checkSum(byte[] record, int end, int sum) {
    int stored = new FieldInput(record, end, CRC_BYTES).readInt();
    if (stored != sum) {
      throw new UnreadableRecord("its checksum does not match: it was damaged, or moved from another place");
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
