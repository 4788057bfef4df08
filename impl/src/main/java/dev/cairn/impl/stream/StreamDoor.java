package dev.cairn.impl.stream;

import dev.cairn.api.InvalidName;
import dev.cairn.api.StreamRef;
import dev.cairn.api.StreamType;
import dev.cairn.api.Streams;
import dev.cairn.impl.journal.Journal;
import dev.cairn.impl.journal.Store;
import dev.cairn.impl.log.EventLogs;
import dev.cairn.spi.StreamKey;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The streams of one store. Any thread may call. */
public final class StreamDoor implements Streams {
  private final Store store;
  private final EventLogs logs;
  private final Runnable beforeEffects;
  private final Consumer<StreamKey> forgetting;

  /**
   * Opens a store, or begins it.
   *
   * @param beforeEffects waits for what an actor on this thread has stored, before anybody else can see its effects
   * @param forgetting stops the actor of a stream, where one is active, and forgets the stream
   * @throws InvalidName if no store can have that name
   */
  public StreamDoor(Journal journal, EventLogs logs, String store, Runnable beforeEffects,
      Consumer<StreamKey> forgetting) {
    this.store = journal.store(store);
    this.logs = logs;
    this.beforeEffects = beforeEffects;
    this.forgetting = forgetting;
  }

  @Override
  public String store() {
    return store.name();
  }

  @Override
  public <E, S> StreamRef<E, S> stream(StreamType<E, S> type, String id) {
    StreamKey stream = Journal.key("a stream", store.name(), type.name(), id);
    store.check(type);
    return new StreamAddress<>(store.direct(type, stream), logs, stream, beforeEffects);
  }

  @Override
  public Stream<String> ids(StreamType<?, ?> type, String after) {
    return new StreamIds(store, type.name()).after(after);
  }

  @Override
  public void forget(String type, String id) {
    forgetting.accept(Journal.key("a stream", store.name(), type, id));
  }
}
