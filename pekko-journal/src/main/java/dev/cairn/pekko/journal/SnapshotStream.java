package dev.cairn.pekko.journal;

import dev.cairn.api.EventMetadata;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.NewEvent;
import dev.cairn.api.StreamRef;
import dev.cairn.api.TypedBytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import scala.Option;

/**
 * The snapshots of one persistent actor: a stream, of which each event is a snapshot or withdraws some.
 *
 * <pre>
 *   mark: everything up to here is deleted
 *   |
 *   v    snapshot 100   snapshot 200   snapshot 300   deleted: the place of 200   snapshot 400
 *        oldest first ------------------------------------------------------------------>
 * </pre>
 *
 * A later snapshot of a sequence number replaces an earlier one, which stays deleted with it. Used on threads that may
 * wait for the store.
 */
final class SnapshotStream {
  private static final String SEQUENCE = "sequence";
  private static final String DELETED = "deleted";
  private static final TypedBytes NOTHING = new TypedBytes(DELETED, new byte[0]);

  private final StreamRef<TypedBytes, TypedBytes> stream;
  private final String persistenceId;
  private final Payloads payloads;

  SnapshotStream(StreamRef<TypedBytes, TypedBytes> stream, String persistenceId, Payloads payloads) {
    this.stream = stream;
    this.persistenceId = persistenceId;
    this.payloads = payloads;
  }

  /**
   * Saves a snapshot.
   *
   * @throws RuntimeException of the serializer
   */
  CompletableFuture<Long> save(SnapshotMetadata metadata, Object snapshot) {
    Map<String, String> entries = new HashMap<>();
    entries.put(SEQUENCE, Long.toString(metadata.sequenceNr()));
    payloads.writeMetadata(metadata.metadata(), entries);
    TypedBytes bytes = payloads.write(snapshot, entries);
    return stream.appendAsync(List.of(event(bytes, entries).at(Instant.ofEpochMilli(metadata.timestamp()))));
  }

  private static NewEvent<TypedBytes> event(TypedBytes bytes, Map<String, String> entries) {
    return NewEvent.of(bytes).with(new EventMetadata(List.of(), entries, Optional.empty()));
  }

  /** Loads the newest snapshot that matches. Reads from the end, more and more events at a time. */
  Optional<SelectedSnapshot> load(Predicate<SnapshotMetadata> matching) {
    long first = Deletion.through(stream) + 1;
    Set<Long> gone = new HashSet<>();
    Set<Long> replaced = new HashSet<>();
    long most = 1;
    for (long to = stream.lastSequence(); to >= first; to -= most, most *= 2) {
      List<LoggedEvent> events = stream.events(Math.max(first, to - most + 1), to).toList();
      for (LoggedEvent event : events.reversed()) {
        if (isDeletion(event)) {
          gone.addAll(places(event));
        } else if (replaced.add(metadata(event).sequenceNr()) && !gone.contains(event.sequence())
            && matching.test(metadata(event))) {
          return Optional.of(selected(event));
        }
      }
    }
    return Optional.empty();
  }

  private SelectedSnapshot selected(LoggedEvent event) {
    Map<String, String> entries = event.entries();
    Object snapshot = payloads.read(event.as(OpenLocation.SNAPSHOTS).orElseThrow(), entries);
    SnapshotMetadata metadata = metadata(event);
    return new SelectedSnapshot(
        payloads.readMetadata(entries).map(metadata::withMetadata).orElse(metadata), snapshot);
  }

  /**
   * Deletes the snapshots that match. The bytes of the oldest go at once; those of a snapshot that lies after one which
   * stays go together with that one.
   */
  void delete(Predicate<SnapshotMetadata> matching) {
    List<SavedSnapshot> stored = stored();
    Map<Long, Long> newest = new HashMap<>();
    stored.forEach(each -> newest.put(each.metadata().sequenceNr(), each.place()));
    Predicate<SavedSnapshot> stays = each -> newest.get(each.metadata().sequenceNr()) == each.place()
        && !matching.test(each.metadata());
    List<Long> places = stored.stream().filter(stays.negate()).map(SavedSnapshot::place).toList();
    if (!places.isEmpty()) {
      delete(places, stored.stream().filter(stays).mapToLong(SavedSnapshot::place).min());
    }
  }

  private void delete(List<Long> places, OptionalLong oldestToStay) {
    long through = oldestToStay.isEmpty() ? places.getLast() : oldestToStay.getAsLong() - 1;
    List<Long> later = places.stream().filter(place -> place > through).toList();
    if (!later.isEmpty()) {
      String list = later.stream().map(String::valueOf).collect(Collectors.joining(" "));
      stream.append(List.of(event(NOTHING, Map.of(DELETED, list))));
    }
    if (through > Deletion.through(stream)) {
      Deletion.delete(stream, through);
    }
  }

  /** The snapshots that are not deleted, in the order in which they were saved. */
  private List<SavedSnapshot> stored() {
    List<SavedSnapshot> stored = new ArrayList<>();
    Set<Long> gone = new HashSet<>();
    stream.events(Deletion.through(stream) + 1, Long.MAX_VALUE).forEach(event -> {
      if (isDeletion(event)) {
        gone.addAll(places(event));
      } else {
        stored.add(new SavedSnapshot(event.sequence(), metadata(event)));
      }
    });
    stored.removeIf(each -> gone.contains(each.place()));
    return stored;
  }

  private static boolean isDeletion(LoggedEvent event) {
    return event.type().equals(DELETED);
  }

  private static List<Long> places(LoggedEvent deletion) {
    return List.of(deletion.entries().getOrDefault(DELETED, "").split(" ")).stream().map(Long::valueOf).toList();
  }

  private SnapshotMetadata metadata(LoggedEvent event) {
    return new SnapshotMetadata(persistenceId, Long.parseLong(event.entries().getOrDefault(SEQUENCE, "")),
        event.time().toEpochMilli(), Option.empty());
  }
}
