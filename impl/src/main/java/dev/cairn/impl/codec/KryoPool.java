package dev.cairn.impl.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import dev.cairn.impl.record.FieldInput;
import dev.cairn.impl.record.FieldOutput;
import dev.cairn.impl.record.Pool;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.impl.record.UnstorableValue;
import java.util.Map;

/**
 * Kryo in its one safe configuration: unregistered classes are refused, no references, no class names, 64 levels. An
 * instance that has met an exception is thrown away, because it may keep parts of the value.
 */
final class KryoPool {
  static final int MAX_DEPTH = 64;
  private static final int FIRST_RECORD = 100;
  private static final byte[] NOTHING = {};

  /** Has its own input: making one for each value costs more than reading most values. */
  private static final class PooledKryo extends Kryo {
    private final FieldInput in = new FieldInput(NOTHING, 0, 0);
  }

  private final Pool<PooledKryo> kryos;

  KryoPool(Map<Class<?>, FieldsSerializer> records) {
    this.kryos = new Pool<>(() -> safe(records));
  }

  void write(FieldOutput out, Object value, FieldsSerializer fields) {
    PooledKryo kryo = kryos.take();
    try {
      kryo.writeObject(out, value, fields);
    } catch (UnstorableValue e) {
      throw e;
    } catch (Throwable e) { // also if memory is exhausted: the value is then not stored
      throw new UnstorableValue("it failed while its " + fields.type() + " was written", e);
    }
    kryos.putBack(kryo);
  }

  Object read(byte[] bytes, int offset, int length, FieldsSerializer fields) {
    PooledKryo kryo = kryos.take();
    Object value;
    try {
      kryo.in.setBuffer(bytes, offset, length);
      value = kryo.readObject(kryo.in, Object.class, fields);
    } catch (UnreadableRecord | OutOfMemoryError e) { // a full heap says nothing about the stored bytes
      throw e;
    } catch (Throwable e) {
      throw new UnreadableRecord("its bytes are no valid " + fields.type(), e);
    }
    kryo.in.setBuffer(NOTHING);
    kryos.putBack(kryo);
    return value;
  }

  private static PooledKryo safe(Map<Class<?>, FieldsSerializer> records) {
    PooledKryo kryo = new PooledKryo();
    kryo.setRegistrationRequired(true);
    kryo.setReferences(false);
    kryo.setWarnUnregisteredClasses(false);
    kryo.setMaxDepth(MAX_DEPTH);
    ValueForms.register(kryo);
    int id = FIRST_RECORD;
    for (Map.Entry<Class<?>, FieldsSerializer> record : records.entrySet()) {
      kryo.register(record.getKey(), record.getValue(), id++);
    }
    return kryo;
  }
}
