package dev.cairn.impl.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import dev.cairn.impl.record.FieldInput;
import dev.cairn.impl.record.FieldOutput;
import dev.cairn.impl.record.Wire;

/** The encoding of the values of one kind. Keeps nothing between two calls; any thread may call. */
abstract class Form {
  private final int wire;

  Form(int wire) {
    this.wire = wire;
  }

  final int wire() {
    return wire;
  }

  /** Writes the value; of a block, the content. */
  abstract void encode(Kryo kryo, FieldOutput out, Object value);

  /** Reads the value; of a block, up to its end. */
  abstract Object decode(Kryo kryo, FieldInput in);

  /** Writes the value as its wire says, without a key. */
  final void write(Kryo kryo, FieldOutput out, Object value) {
    if (wire == Wire.BLOCK) {
      int start = out.begin();
      encode(kryo, out, value);
      out.end(start);
    } else {
      encode(kryo, out, value);
    }
  }

  /** Reads the value as its wire says, without a key. */
  final Object read(Kryo kryo, FieldInput in) {
    if (wire != Wire.BLOCK) {
      return decode(kryo, in);
    }
    int outer = in.enter();
    Object value = decode(kryo, in);
    in.leave(outer);
    return value;
  }
}
