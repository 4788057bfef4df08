package dev.cairn.impl.journal;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.impl.codec.ActorCodec;
import dev.cairn.impl.record.RecordFrame;
import dev.cairn.impl.record.StreamBinding;
import dev.cairn.spi.StreamKey;

/**
 * One store of a location: what its records have in common, which is the manifest and the frame. Any thread may
 * call, virtual or not.
 */
public final class Store {
  private final String name;
  private final Journal journal;
  private final Manifest manifest;
  private final RecordFrame events;
  private final RecordFrame snapshots;

  Store(String name, Journal journal, Manifest manifest) {
    this.name = name;
    this.journal = journal;
    this.manifest = manifest;
    this.events = new RecordFrame(RecordFrame.MAX_EVENT_BYTES, manifest.guard());
    this.snapshots = new RecordFrame(RecordFrame.MAX_SNAPSHOT_BYTES, manifest.guard());
  }

  /** The store's name. */
  public String name() {
    return name;
  }

  /** Checks an actor type against the store, writes down what is new of it, and returns its codec. */
  public ActorCodec codec(ActorType<?, ?, ?> type) {
    return manifest.codec(type);
  }

  /** Recovers one actor: reads, decodes and applies in one place. Writes nothing. */
  public <C extends Command<?, ?>, E, S> ActorStream<E, S> recover(StreamKey stream, ActorType<C, E, S> type,
      ActorCodec codec) {
    StreamBinding binding = new StreamBinding(manifest.storeId(), stream);
    RecoveredStream<S> recovered = journal.committer().read(stream,
        backend -> new Recovering<>(this, stream, binding, codec, type.newActor()).from(backend));
    return new ActorStream<>(new StreamRecords(this, codec, binding), journal.committer(), type.events(),
        type.persistence(), recovered);
  }

  /** Called before records are made: a key that has become the primary seals only once that is written down. */
  void followPrimary() {
    manifest.followPrimary();
  }

  /** Makes and opens the records of events. */
  RecordFrame events() {
    return events;
  }

  /** Makes and opens the records of snapshots. */
  RecordFrame snapshots() {
    return snapshots;
  }

  /** The time that stands in a record, in milliseconds since 1970. */
  long now() {
    return System.currentTimeMillis();
  }
}
