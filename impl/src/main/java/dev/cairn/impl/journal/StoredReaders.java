package dev.cairn.impl.journal;

import dev.cairn.api.StoreDamaged;
import dev.cairn.impl.record.OpenedRecord;
import dev.cairn.impl.record.RecordKind;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.spi.Backend;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads where the registered readers of one store's log stand. Each has a stream of its own, type {@code _reader}. */
public final class StoredReaders {
  private static final String TYPE = "_reader";

  /**
   * One of them.
   *
   * @param name its name
   * @param checkpoint how far it has come
   * @param time when that was stored
   * @param trouble why it does not go on, if it was stuck then
   */
  public record Reader(String name, Checkpoint checkpoint, Instant time, Optional<String> trouble) {}

  private final String store;
  private final Function<StreamKey, StreamOpener> openers;

  /** The readers of a store whose records are opened like this. */
  public StoredReaders(String store, Function<StreamKey, StreamOpener> openers) {
    this.store = store;
    this.openers = openers;
  }

  /** Up to where all of these let events be deleted. */
  public static Position releases(List<Reader> readers) {
    return readers.stream().map(reader -> reader.checkpoint().releases()).min(Position::compareTo).orElse(Position.END);
  }

  /**
   * All of them, in the order of their names.
   *
   * @throws StoreDamaged if the checkpoint of one cannot be read
   */
  public List<Reader> all(Backend backend) {
    List<Reader> found = new ArrayList<>();
    names(backend).forEach(name -> find(backend, name).ifPresent(found::add));
    return found;
  }

  /** The names of all of them, in order, whatever can be read of their checkpoints. */
  public List<String> names(Backend backend) {
    List<String> names = new ArrayList<>();
    try (Cursor<StreamHead> heads = backend.streams(store, Optional.empty())) {
      for (StreamHead head = heads.next(); head != null
          && head.stream().type().compareTo(TYPE) <= 0; head = heads.next()) {
        if (head.stream().type().equals(TYPE) && !head.snapshots().isEmpty()) {
          names.add(head.stream().id());
        }
      }
    }
    return names;
  }

  /** The stream that keeps the checkpoint of a reader. */
  public StreamKey stream(String reader) {
    return new StreamKey(store, TYPE, reader);
  }

  /** Whether a stream is that of a reader. */
  public static boolean owns(StreamKey stream) {
    return stream.type().equals(TYPE);
  }

  /**
   * One of them; empty where it was never there or is dropped.
   *
   * @throws StoreDamaged if its checkpoint cannot be read
   */
  public Optional<Reader> find(Backend backend, String reader) {
    StreamKey stream = stream(reader);
    try (Recovery recovery = backend.recover(stream, Long.MAX_VALUE)) {
      if (recovery.snapshot().isEmpty()) {
        return Optional.empty();
      }
      Snapshot newest = recovery.snapshot().get();
      OpenedRecord opened = openers.apply(stream).open(RecordKind.SNAPSHOT, newest.sequence(), newest.record());
      return Optional.of(new Reader(reader, Checkpoint.read(opened), opened.time(), Checkpoint.trouble(opened)));
    } catch (UnreadableRecord e) {
      throw new StoreDamaged(
          "The checkpoint of reader " + reader + " of store " + store + " cannot be read: " + e.rule() + ".", e);
    }
  }
}
