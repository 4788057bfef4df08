package dev.cairn.impl.journal;

import dev.cairn.api.KeyException;
import dev.cairn.impl.codec.ActorCodec;
import dev.cairn.impl.codec.Role;
import dev.cairn.impl.record.CommitName;
import dev.cairn.impl.record.FieldOutput;
import dev.cairn.impl.record.Metadata;
import dev.cairn.impl.record.TimerSetting;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.impl.record.UnstorableValue;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StreamKey;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Makes the records of one stream. Used by the actor's thread. */
final class StreamRecords {
  private static final int MOST_OF_COMMAND = 1 << 16;

  private final LocationServices services;
  private final Manifest manifest;
  private final ActorCodec codec;
  private final RecordMaker maker;
  private @Nullable Long written;

  StreamRecords(LocationServices services, Manifest manifest, ActorCodec codec, StreamKey stream) {
    this.services = services;
    this.manifest = manifest;
    this.codec = codec;
    this.maker = new RecordMaker(services, manifest, stream);
  }

  /**
   * Returns a state in which no collection can be modified.
   *
   * @throws UnstorableValue if that cannot be made
   */
  <S> S freeze(S state) {
    return codec.freeze(state);
  }

  /**
   * Returns events that nobody else can modify.
   *
   * @throws UnstorableValue if they cannot be made
   */
  <E> List<? extends E> copy(List<? extends E> events) {
    return codec.copy(events);
  }

  /** Whether the fields of a state tell if somebody has modified it: always where it was asked for. */
  boolean digests(boolean written) {
    return services.checksStates() || written && codec.leavesStatesModifiable();
  }

  /** Returns a number that is another one once the state was modified; null if the state cannot be stored. */
  @Nullable
  Long digest(Object state) {
    try {
      manifest.frame().rehearse(out -> write(state, out));
      return written;
    } catch (UnstorableValue e) {
      return null;
    }
  }

  /** The digest of the state that was written last. */
  @Nullable
  Long lastDigest() {
    return written;
  }

  /**
   * Returns a durable timer with a command.
   *
   * @throws UnstorableValue if the command cannot be stored
   */
  TimerSetting timer(String name, long sequence, long millis, Object command) {
    FieldOutput out = new FieldOutput(MOST_OF_COMMAND);
    codec.write(command, out);
    return new TimerSetting(name, sequence, millis, codec.typeId(command), out.toBytes());
  }

  /**
   * Returns the command of a durable timer.
   *
   * @throws UnreadableRecord if this program does not know it
   */
  Object command(TimerSetting timer) {
    return codec.read(Role.COMMAND, timer.typeId(), timer.command(), 0, timer.command().length);
  }

  private void write(Object state, FieldOutput out) {
    int start = out.position();
    codec.write(state, out);
    written = digests(true) ? digest(out, start) : null;
  }

  private static Long digest(FieldOutput out, int start) {
    CRC32C high = new CRC32C();
    CRC32 low = new CRC32();
    high.update(out.getBuffer(), start, out.position() - start);
    low.update(out.getBuffer(), start, out.position() - start);
    return high.getValue() << Integer.SIZE | low.getValue();
  }

  /**
   * Makes the records of events that follow a sequence.
   *
   * @throws UnstorableValue if one of them cannot be stored
   * @throws KeyException if the key that is to seal them is not in use
   */
  List<byte[]> events(List<?> events, long after, CommitName commit, Metadata metadata) {
    long now = maker.begin();
    List<byte[]> records = new ArrayList<>(events.size());
    for (Object event : events) {
      Metadata own = records.isEmpty() ? metadata : metadata.with(List.of(), List.of()); // the first one has the timers
      records.add(maker.event(codec, event, after + 1 + records.size(), now, commit, own));
    }
    return records;
  }

  /**
   * Makes a snapshot.
   *
   * @throws UnstorableValue if the state cannot be stored
   * @throws KeyException if the key that is to seal it is not in use
   */
  Snapshot snapshot(Object state, long sequence, CommitName commit, Carried carried) {
    return maker.snapshot(codec, state, sequence, commit, carried.metadata(), out -> write(state, out));
  }
}
