package dev.cairn.impl.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import dev.cairn.impl.record.FieldInput;
import dev.cairn.impl.record.FieldOutput;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.impl.record.UnstorableValue;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Kryo in its one safe profile: what is not registered is refused, no references, no names of classes, 64 levels. One
 * that has seen an exception is thrown away, since something of it might stay inside.
 */
final class KryoPool {
  static final int MAX_DEPTH = 64;
  private static final int FIRST_RECORD = 100;
  private static final int POOLED = 16;
  private static final byte[] NOTHING = {};

  /** Brings an input along: making one for each value costs more than reading most of them. */
  private static final class PooledKryo extends Kryo {
    private final FieldInput in = new FieldInput(NOTHING, 0, 0);
  }

  private final Map<Class<?>, FieldsSerializer> records;
  private final AtomicReferenceArray<@Nullable PooledKryo> idle = new AtomicReferenceArray<>(POOLED);

  KryoPool(Map<Class<?>, FieldsSerializer> records) {
    this.records = records;
  }

  /** Comes with every value that is read or written, so it takes no lock. */
  private PooledKryo obtain() {
    for (int at = 0; at < POOLED; at++) {
      PooledKryo kryo = idle.get(at) == null ? null : idle.getAndSet(at, null);
      if (kryo != null) {
        return kryo;
      }
    }
    return safe(records);
  }

  private void free(PooledKryo kryo) {
    int at = 0;
    while (at < POOLED && !idle.compareAndSet(at, null, kryo)) {
      at++;
    }
  }

  void write(FieldOutput out, Object value, FieldsSerializer fields) {
    PooledKryo kryo = obtain();
    try {
      kryo.writeObject(out, value, fields);
    } catch (UnstorableValue e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      throw new UnstorableValue("it failed while its " + fields.type() + " was written", e);
    }
    free(kryo);
  }

  Object read(byte[] bytes, int offset, int length, FieldsSerializer fields) {
    PooledKryo kryo = obtain();
    Object value;
    try {
      kryo.in.setBuffer(bytes, offset, length);
      value = kryo.readObject(kryo.in, Object.class, fields);
    } catch (UnreadableRecord e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      throw new UnreadableRecord("its bytes make no " + fields.type(), e);
    }
    kryo.in.setBuffer(NOTHING);
    free(kryo);
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
