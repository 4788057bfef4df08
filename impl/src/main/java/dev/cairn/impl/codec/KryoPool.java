package dev.cairn.impl.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.util.Pool;
import dev.cairn.impl.record.FieldInput;
import dev.cairn.impl.record.FieldOutput;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.impl.record.UnstorableValue;
import java.util.Map;

/**
 * Kryo in its one safe profile: what is not registered is refused, no references, no names of classes, 64 levels. One
 * that has seen an exception is thrown away, since something of it might stay inside.
 */
final class KryoPool {
  static final int MAX_DEPTH = 64;
  private static final int FIRST_RECORD = 100;
  private static final int POOLED = 16;

  private final Pool<Kryo> pool;

  KryoPool(Map<Class<?>, FieldsSerializer> records) {
    this.pool = new Pool<>(true, false, POOLED) {
      @Override
      protected Kryo create() {
        return safe(records);
      }
    };
  }

  void write(FieldOutput out, Object value, FieldsSerializer fields) {
    Kryo kryo = pool.obtain();
    try {
      kryo.writeObject(out, value, fields);
    } catch (UnstorableValue e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      throw new UnstorableValue("it failed while its " + fields.type() + " was written", e);
    }
    pool.free(kryo);
  }

  Object read(FieldInput in, FieldsSerializer fields) {
    Kryo kryo = pool.obtain();
    Object value;
    try {
      value = kryo.readObject(in, Object.class, fields);
    } catch (UnreadableRecord e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      throw new UnreadableRecord("its bytes make no " + fields.type(), e);
    }
    pool.free(kryo);
    return value;
  }

  private static Kryo safe(Map<Class<?>, FieldsSerializer> records) {
    Kryo kryo = new Kryo();
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
