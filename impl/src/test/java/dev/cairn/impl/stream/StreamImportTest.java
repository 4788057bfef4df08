package dev.cairn.impl.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.EventMetadata;
import dev.cairn.api.ImportResult;
import dev.cairn.api.ImportRow;
import dev.cairn.api.ImportStopped;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.NewEvent;
import dev.cairn.api.PersistRejected;
import dev.cairn.api.StreamImport;
import dev.cairn.api.StreamRef;
import dev.cairn.api.StreamType;
import dev.cairn.api.Streams;
import dev.cairn.api.TypeRefused;
import dev.cairn.api.TypedBytes;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Old events come in under their sequences, once, and a row that does not fit is named. */
@Timeout(60)
class StreamImportTest {
  record Noted(long number, String text) {}

  static final StreamType<Noted, Void> NOTES = StreamType.of(MethodHandles.lookup(), "note", Noted.class);
  static final StreamType<TypedBytes, TypedBytes> RAW = StreamType.bytes("raw");
  private static final Instant BEGIN = Instant.parse("2020-01-02T03:04:05.678Z");

  @TempDir
  Path data;

  private ActorSystem system;
  private Streams streams;

  @BeforeEach
  void open() {
    system = ActorSystem.builder().data(data).backend("memory").open();
    streams = system.streams("main");
  }

  @AfterEach
  void close() {
    system.close();
  }

  private static ImportRow<Noted> row(String id, long sequence) {
    return ImportRow.of(NOTES, id, sequence, note(sequence));
  }

  private static NewEvent<Noted> note(long sequence) {
    return NewEvent.of(new Noted(sequence, "old")).at(BEGIN.plusSeconds(sequence))
        .with(EventMetadata.tagged("t" + sequence % 3).with("place", "B"))
        .correlationId("c" + sequence).commandId("k" + sequence);
  }

  private static List<ImportRow<?>> rows(int streams, int events) {
    List<ImportRow<?>> rows = new ArrayList<>();
    LongStream.rangeClosed(1, events)
        .forEach(sequence -> IntStream.range(0, streams).forEach(id -> rows.add(row("n" + id, sequence))));
    return rows;
  }

  private ImportResult bring(List<? extends ImportRow<?>> rows) {
    return through(StreamImport.into(streams), rows);
  }

  private static ImportResult through(StreamImport in, List<? extends ImportRow<?>> rows) {
    rows.forEach(in::add);
    return in.finish();
  }

  private ImportStopped stopped(List<? extends ImportRow<?>> rows) {
    return assertThrows(ImportStopped.class, () -> bring(rows));
  }

  private StreamRef<Noted, Void> stream(String id) {
    return streams.stream(NOTES, id);
  }

  private List<Long> sequences(String id) {
    return stream(id).events(1, Long.MAX_VALUE).map(LoggedEvent::sequence).toList();
  }

  private static List<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  @Test
  void events_of_many_streams_keep_their_sequence_time_and_metadata() {
    assertEquals(new ImportResult(5000, 0), bring(rows(50, 100)));
    for (int id = 0; id < 50; id++) {
      assertEquals(upTo(100), sequences("n" + id));
    }
    LoggedEvent event = stream("n7").events(42, 42).findFirst().orElseThrow();
    assertEquals(Optional.of(new Noted(42, "old")), event.as(NOTES));
    assertEquals(BEGIN.plusSeconds(42), event.time());
    assertEquals(List.of("t0"), event.tags());
    assertEquals(Map.of("place", "B"), event.entries());
    assertEquals(Optional.of("c42"), event.correlationId());
    assertEquals(Optional.of("k42"), event.commandId());
  }

  @Test
  void an_import_that_is_repeated_compares_what_is_there_and_goes_on_where_each_stream_stands() {
    bring(rows(7, 300));
    assertEquals(new ImportResult(7 * 700, 7 * 300), bring(rows(7, 1000)));
    assertEquals(upTo(1000), sequences("n3"));
    assertEquals(new ImportResult(0, 7000), through(StreamImport.comparison(streams), rows(7, 1000)));
  }

  @Test
  void a_comparison_stores_nothing_and_names_the_first_row_that_is_missing() {
    bring(rows(1, 10));
    ImportStopped missing = assertThrows(ImportStopped.class,
        () -> through(StreamImport.comparison(streams), rows(1, 11)));
    assertEquals("/note/n0 11", missing.stream() + " " + missing.sequence());
    assertTrue(missing.getMessage().contains("the store does not have it"), missing.getMessage());
    assertEquals(10, stream("n0").lastSequence());
  }

  @Test
  void a_gap_is_named_and_nothing_of_its_batch_is_stored_and_after_the_mend_it_goes_on() {
    List<ImportRow<?>> broken = new ArrayList<>(rows(3, 2000));
    broken.removeIf(row -> row.id().equals("n1") && row.sequence() == 1500);
    ImportStopped gap = stopped(broken);
    assertEquals("/note/n1 1501", gap.stream() + " " + gap.sequence());
    assertTrue(gap.getMessage().contains("event 1500 must come before it"), gap.getMessage());
    long whole = 3 * 1499 / 2048 * 2048; // two batches; the third has the gap
    assertEquals(whole, LongStream.range(0, 3).map(id -> stream("n" + id).lastSequence()).sum());
    assertEquals(new ImportResult(6000 - whole, whole), bring(rows(3, 2000)));
  }

  @Test
  void a_stream_of_the_store_that_ends_too_early_is_a_gap_too() {
    bring(rows(1, 10));
    ImportStopped gap = stopped(List.of(row("n0", 12)));
    assertEquals(12, gap.sequence());
    assertEquals(10, stream("n0").lastSequence());
  }

  @Test
  void a_sequence_that_comes_twice_is_named_also_with_an_equal_event() {
    ImportStopped twice = stopped(List.of(row("a", 1), row("b", 1), row("a", 2), row("a", 2), row("b", 2)));
    assertEquals("/note/a 2", twice.stream() + " " + twice.sequence());
    assertTrue(twice.getMessage().contains("twice"), twice.getMessage());
    assertEquals(List.of(), streams.ids(NOTES, "").toList());
  }

  @Test
  void a_row_that_cannot_be_read_is_named_with_the_reason_of_its_reader() {
    ImportRow<Noted> unreadable = new ImportRow<>(NOTES, "a", 2, () -> {
      throw new IOException("no JSON at column 7");
    });
    ImportStopped stopped = stopped(List.of(row("a", 1), unreadable, row("a", 3)));
    assertEquals("/note/a 2", stopped.stream() + " " + stopped.sequence());
    assertTrue(stopped.getMessage().contains("it cannot be read (no JSON at column 7)"), stopped.getMessage());
    assertInstanceOf(IOException.class, stopped.getCause());
    assertEquals(0, stream("a").lastSequence());
    assertEquals(new ImportResult(3, 0), bring(rows(1, 3).stream().map(row -> row("a", row.sequence())).toList()));
  }

  @Test
  void a_row_that_the_store_refuses_is_named_and_none_from_it_on_is_stored() {
    List<ImportRow<TypedBytes>> rows = new ArrayList<>();
    for (long sequence = 1; sequence <= 200; sequence++) {
      TypedBytes event = new TypedBytes(sequence == 150 ? "\0" : "T", new byte[10]);
      rows.add(ImportRow.of(RAW, "r", sequence, NewEvent.of(event)));
    }
    ImportStopped stopped = stopped(rows);
    assertEquals("/raw/r 150", stopped.stream() + " " + stopped.sequence());
    assertInstanceOf(PersistRejected.class, stopped.getCause());
    assertEquals(149, streams.stream(RAW, "r").lastSequence());
    rows.set(149, ImportRow.of(RAW, "r", 150, NewEvent.of(new TypedBytes("T", new byte[10]))));
    assertEquals(new ImportResult(51, 149), bring(rows));
  }

  @Test
  void an_event_that_is_too_large_is_named() {
    ImportStopped stopped = stopped(List.of(raw(1, 10), raw(2, 40 << 20), raw(3, 10)));
    assertEquals("/raw/r 2", stopped.stream() + " " + stopped.sequence());
    assertEquals(1, streams.stream(RAW, "r").lastSequence());
  }

  private static ImportRow<TypedBytes> raw(long sequence, int bytes) {
    return ImportRow.of(RAW, "r", sequence, NewEvent.of(new TypedBytes("T", new byte[bytes])));
  }

  @Test
  void another_event_in_its_place_is_named_with_what_differs() {
    bring(List.of(row("a", 1), row("a", 2)));
    assertDiffers("value", NewEvent.of(new Noted(2, "new")).at(BEGIN.plusSeconds(2)));
    assertDiffers("time", note(2).at(BEGIN));
    assertDiffers("metadata", note(2).with(EventMetadata.NONE));
    assertDiffers("metadata", note(2).correlationId("other"));
  }

  private void assertDiffers(String what, NewEvent<Noted> second) {
    ImportStopped stopped = stopped(List.of(row("a", 1), ImportRow.of(NOTES, "a", 2, second), row("a", 3)));
    assertTrue(stopped.getMessage().contains("another event there, with another " + what), stopped.getMessage());
    assertEquals(2, stream("a").lastSequence());
  }

  @Test
  void a_stream_whose_first_events_are_gone_begins_late_only_where_that_is_allowed() {
    List<ImportRow<?>> late = List.of(row("a", 500), row("a", 501));
    assertTrue(stopped(late).getMessage().contains("event 1 must come before it"));
    assertEquals(new ImportResult(2, 0), through(StreamImport.into(streams).allowLateStarts(), late));
    assertEquals(List.of(500L, 501L), sequences("a"));
    assertEquals(new ImportResult(0, 2), through(StreamImport.into(streams).allowLateStarts(), late));
  }

  @Test
  void bytes_of_a_type_that_is_a_record_elsewhere_are_refused() {
    bring(rows(1, 1));
    StreamType<TypedBytes, TypedBytes> bytes = StreamType.bytes("note");
    StreamImport in = StreamImport.into(streams);
    assertThrows(TypeRefused.class,
        () -> in.add(ImportRow.of(bytes, "z", 1, NewEvent.of(new TypedBytes("T", new byte[1])))));
    assertThrows(IllegalStateException.class, () -> in.add(row("a", 1)));
    assertThrows(IllegalStateException.class, in::finish);
  }

  @Test
  void more_streams_than_it_remembers_come_in_all_the_same() {
    List<ImportRow<?>> rows = rows(70_000, 1);
    IntStream.range(0, 3000).forEach(id -> rows.add(row("n" + id, 2)));
    assertEquals(new ImportResult(73_000, 0), bring(rows));
  }
}
