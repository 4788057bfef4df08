package dev.cairn.examples.migration;

import dev.cairn.api.EventMetadata;
import dev.cairn.api.ImportRow;
import dev.cairn.api.NewEvent;
import dev.cairn.api.StreamType;
import dev.cairn.api.TypedBytes;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * A row of the table {@code event_journal}, or one of {@code snapshot}, which has no writer and no tags.
 *
 * @param persistenceId whose event
 * @param sequence its sequence number, from 1
 * @param time when it was persisted
 * @param payload the event
 * @param writer the id of the actor's incarnation
 * @param adapter the manifest of the event adapter, mostly empty
 * @param tags its tags
 * @param metadata what Pekko has stored beside it
 */
record PekkoEvent(String persistenceId, long sequence, Instant time, Serialized payload, String writer, String adapter,
    List<String> tags, Optional<Serialized> metadata) {

  /** Bytes of a serializer of Pekko, with what it needs to read them. */
  record Serialized(int serializer, String manifest, byte[] bytes) {
    private static final int LONGEST = 200;

    /** The name of the type: serializer and manifest, which stands in an entry where it can be no name. */
    TypedBytes typed(Map<String, String> entries) {
      boolean isName = manifest.length() <= LONGEST && manifest.chars().allMatch(c -> c >= ' ' && c <= '~');
      if (!isName) {
        entries.put("manifest", manifest);
      }
      return new TypedBytes(serializer + ":" + (isName ? manifest : ""), bytes);
    }
  }

  private static final StreamType<TypedBytes, TypedBytes> EVENTS = StreamType.bytes("pekko");
  private static final StreamType<TypedBytes, TypedBytes> SNAPSHOTS = StreamType.bytes("pekko-snapshots");

  /**
   * As an event of a stream of records, for a program that leaves Pekko.
   *
   * @param event makes it of the payload; what it throws stops the import at this row
   */
  <E> ImportRow<E> row(StreamType<E, ?> type, String id, Callable<? extends E> event) {
    return new ImportRow<>(type, id, sequence,
        () -> NewEvent.<E>of(event.call()).at(time).with(new EventMetadata(tags, Map.of(), Optional.empty())));
  }

  /** As the plugin {@code cairn-pekko-journal} stores an event: a program on Pekko goes on with it. */
  ImportRow<?> asEvent() {
    return new ImportRow<>(EVENTS, persistenceId, sequence, () -> {
      Map<String, String> entries = new HashMap<>();
      entries.put("writer", writer);
      if (!adapter.isEmpty()) {
        entries.put("adapter", adapter);
      }
      return event(entries);
    });
  }

  /**
   * As the plugin stores a snapshot: an event of a stream of snapshots.
   *
   * @param place which snapshot of this actor, from 1
   */
  ImportRow<?> asSnapshot(long place) {
    return new ImportRow<>(SNAPSHOTS, "snapshots of " + persistenceId, place,
        () -> event(new HashMap<>(Map.of("sequence", Long.toString(sequence)))));
  }

  private NewEvent<TypedBytes> event(Map<String, String> entries) {
    metadata.ifPresent(beside -> {
      Map<String, String> own = new HashMap<>();
      TypedBytes bytes = beside.typed(own);
      entries.put("metadata", Base64.getEncoder().encodeToString(bytes.bytes()));
      entries.put("metadata-type", bytes.type() + own.getOrDefault("manifest", ""));
    });
    TypedBytes bytes = payload.typed(entries);
    return NewEvent.of(bytes).at(time).with(new EventMetadata(tags, entries, Optional.empty()));
  }
}
