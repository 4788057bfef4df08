package dev.cairn.impl.timer;

import dev.cairn.impl.record.FieldInput;
import dev.cairn.impl.record.FieldOutput;
import dev.cairn.spi.StreamKey;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A pending timer. There may be millions, so it has no objects but its key. Two are equal if actor and name are.
 *
 * <pre>
 * key: length of the actor type (varint), actor type | length of the id (varint), id | name (to the end)
 * </pre>
 */
public final class DueTimer {
  private static final int LARGEST_KEY = 1 << 12;
  private static final int NOWHERE = -1;

  final byte[] key;
  long sequence;
  long due;
  /** Its place in the queue of those that wait. */
  int place = NOWHERE;
  private int failures;

  DueTimer(byte[] key, long sequence, long due) {
    this.key = key;
    this.sequence = sequence;
    this.due = due;
  }

  static byte[] key(String type, String id, String name) {
    FieldOutput out = new FieldOutput(LARGEST_KEY);
    block(out, type);
    block(out, id);
    out.text(name);
    return out.toBytes();
  }

  private static void block(FieldOutput out, String text) {
    int start = out.begin();
    out.text(text);
    out.end(start);
  }

  /** The event that set it. */
  public long sequence() {
    return sequence;
  }

  /** How many failures were counted. */
  public int failures() {
    return failures;
  }

  /** Counts a failure; returns how many there were before. */
  public int countFailure() {
    return failures++;
  }

  void setAgain(long by, long at) {
    sequence = by;
    due = at;
    failures = 0;
  }

  /** Its actor, in a store. */
  public StreamKey actor(String store) {
    FieldInput in = input();
    return new StreamKey(store, text(in), text(in));
  }

  /** Its name. */
  public String name() {
    FieldInput in = input();
    text(in);
    text(in);
    return in.text();
  }

  private FieldInput input() {
    return new FieldInput(key, 0, key.length);
  }

  private static String text(FieldInput in) {
    int outer = in.enter();
    String text = in.text();
    in.leave(outer);
    return text;
  }

  boolean isQueued() { return place != NOWHERE; }

  void leaveQueue() {
    place = NOWHERE;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DueTimer same && Arrays.equals(key, same.key);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(key);
  }
}
