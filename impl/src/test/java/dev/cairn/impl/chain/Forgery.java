package dev.cairn.impl.chain;

import dev.cairn.api.bind.BackendAccess;
import dev.cairn.impl.backend.BackendCatalogue;
import dev.cairn.impl.backend.Location;
import dev.cairn.impl.backend.LocationFile;
import dev.cairn.impl.journal.StoreDescription;
import dev.cairn.impl.record.OpenedRecord;
import dev.cairn.impl.record.RecordFrame;
import dev.cairn.impl.record.RecordKind;
import dev.cairn.impl.record.StreamBinding;
import dev.cairn.spi.Backend;
import dev.cairn.spi.Commit;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A store made anew, entry by entry, by somebody who can do everything that the engine and the formats allow: sequences
 * without a gap, right checksums, right indexes. The entries stay at their positions, as long as none is taken out.
 */
final class Forgery {
  private static final StreamKey FILLER = new StreamKey("main", "_chain", "filler");

  /** One entry to write: of which stream, and its record with the sequence that it is bound to. */
  record Entry(StreamKey stream, long boundTo, byte[] record) {

    boolean isEvent(StreamKey of, long sequence) {
      return stream.equals(of) && boundTo == sequence;
    }

    boolean isOfChain() { return stream.type().equals("_chain"); }
  }

  private final StoreDescription description;
  private final List<Entry> entries = new ArrayList<>();

  private Forgery(StoreDescription description) {
    this.description = description;
  }

  /** Reads what is there; the folder was written in one session. */
  static Forgery of(Path data) {
    try (Backend backend = Location.openToRead(data, BackendAccess.PLAIN);
        LogCursor log = backend.log("main", Position.START)) {
      Forgery forgery = new Forgery(StoreDescription.read(backend, "main", Optional.empty()).orElseThrow());
      for (StoredEvent event = log.next(); event != null; event = log.next()) {
        forgery.entries.add(new Entry(event.stream(), event.sequence(), event.record()));
      }
      return forgery;
    }
  }

  List<Entry> entries() {
    return entries;
  }

  int indexOf(StreamKey stream, long sequence) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).isEvent(stream, sequence)) {
        return i;
      }
    }
    throw new AssertionError("no event " + sequence + " of " + stream);
  }

  /** An entry that changes the last byte of a value. */
  Entry changed(Entry entry) {
    OpenedRecord opened = open(entry);
    byte[] value = value(opened);
    value[value.length - 1] ^= 2;
    return new Entry(entry.stream(), entry.boundTo(), write(entry, entry.boundTo(), opened, value));
  }

  /** An entry of no stream of the store, which only takes the place of another one. */
  static Entry filler() {
    return new Entry(FILLER, 0, new byte[] { 1 });
  }

  /** Writes all into a new folder. */
  void writeTo(Path data, String backend) {
    Location location = Location.of(data, BackendCatalogue.scan(Optional.empty()).choose(Optional.of(backend)));
    try (Backend forged = location.open()) {
      List<Commit> batch = new ArrayList<>();
      Map<StreamKey, Long> lasts = new HashMap<>();
      for (Entry entry : entries) {
        long sequence = lasts.merge(entry.stream(), 1L, Long::sum);
        byte[] record = entry.stream().equals(FILLER) || entry.boundTo() == sequence ? entry.record()
            : write(entry, sequence, open(entry), value(open(entry)));
        batch.add(Commit.append(entry.stream(), forged.claim(entry.stream()).epoch(), sequence - 1, List.of(record)));
      }
      Location.commit(forged, batch, "%s %s");
    }
    LocationFile.write(data, backend);
  }

  private OpenedRecord open(Entry entry) {
    return frame().open(binding(entry).at(RecordKind.EVENT, entry.boundTo()), entry.record());
  }

  private static byte[] value(OpenedRecord opened) {
    byte[] value = new byte[opened.valueLength()];
    System.arraycopy(opened.bytes(), opened.valueOffset(), value, 0, value.length);
    return value;
  }

  private byte[] write(Entry entry, long sequence, OpenedRecord opened, byte[] value) {
    return frame().write(binding(entry).at(RecordKind.EVENT, sequence), opened.typeId(), opened.time().toEpochMilli(),
        opened.commit(), opened.metadata(), out -> out.writeBytes(value));
  }

  private RecordFrame frame() {
    return description.frame();
  }

  private StreamBinding binding(Entry entry) {
    return new StreamBinding(description.id(), entry.stream());
  }
}
