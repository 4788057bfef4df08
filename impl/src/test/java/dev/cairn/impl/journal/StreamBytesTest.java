package dev.cairn.impl.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.NewEvent;
import dev.cairn.api.PersistRejected;
import dev.cairn.api.StoreInspector;
import dev.cairn.api.StreamRef;
import dev.cairn.api.StreamType;
import dev.cairn.api.Streams;
import dev.cairn.api.TypeRefused;
import dev.cairn.api.TypedBytes;
import dev.cairn.impl.journal.Chain.Put;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams of bytes that somebody else has made: kept as they are, and shown with the name of their type. */
@Timeout(60)
class StreamBytesTest {
  private static final StreamType<TypedBytes, TypedBytes> RAW = StreamType.bytes("raw");

  @TempDir
  Path data;

  private ActorSystem open(String backend) {
    return ActorSystem.builder().data(data).backend(backend).open();
  }

  private static TypedBytes bytes(String type, int... content) {
    byte[] bytes = new byte[content.length];
    for (int i = 0; i < content.length; i++) {
      bytes[i] = (byte) content[i];
    }
    return new TypedBytes(type, bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = { "sqlite", "rocksdb" })
  void bytes_come_back_as_they_were_and_tools_show_them_by_their_names(String backend) {
    TypedBytes large = new TypedBytes("Ordered", new byte[100_000]);
    try (ActorSystem system = open(backend)) {
      StreamRef<TypedBytes, TypedBytes> stream = system.streams("main").stream(RAW, "1");
      assertEquals(3, stream.append(0, NewEvent.all(bytes("Ordered", 1, 2, 255), bytes("com.acme.Paid$V2"), large)));
      stream.putSnapshot(3, bytes("Ordered", 9), 1);
    }
    try (ActorSystem system = open(backend)) {
      StreamRef<TypedBytes, TypedBytes> stream = system.streams("main").stream(RAW, "1");
      List<LoggedEvent> events = stream.events(1, Long.MAX_VALUE).toList();
      assertEquals(List.of("Ordered", "com.acme.Paid$V2", "Ordered"), events.stream().map(LoggedEvent::type).toList());
      assertEquals(List.of(bytes("Ordered", 1, 2, 255), bytes("com.acme.Paid$V2"), large),
          events.stream().map(event -> event.as(RAW).orElseThrow()).toList());
      assertEquals(Optional.empty(), events.get(0).as(StreamType.bytes("other")));
      assertEquals(bytes("Ordered", 9), stream.snapshot(3).flatMap(state -> state.as(RAW)).orElseThrow());
      stream.append(3, NewEvent.all(bytes("Later")));
    }
    try (StoreInspector inspector = StoreInspector.open(data)) {
      StoreInspector.Stream found = inspector.find("/raw/1").getFirst();
      List<StoreInspector.Event> shown = new ArrayList<>();
      inspector.events(found, shown::add);
      assertEquals("Ordered", shown.get(0).type());
      assertEquals(List.of("bytes"), List.copyOf(shown.get(0).fields().keySet()));
      assertArrayEquals(new byte[] { 1, 2, -1 }, (byte[]) shown.get(0).fields().get("bytes"));
      assertEquals("state.Ordered", inspector.state(found).orElseThrow().type());
      assertEquals(0, inspector.verify(damage -> {}, read -> {}).damages());
    }
  }

  @Test
  void a_type_is_one_of_records_or_one_of_bytes_in_either_order() {
    try (ActorSystem system = Systems.open(FaultyProvider.memory())) {
      Streams streams = system.streams("main");
      streams.stream(RAW, "1").append(0, NewEvent.all(bytes("Link", 1)));
      TypeRefused records = assertThrows(TypeRefused.class,
          () -> system.entity(Chain.named("raw"), "1").ask(new Put(1)));
      assertTrue(records.getMessage().contains("the store has bytes under this name, of the type Link"),
          records.getMessage());
      assertThrows(TypeRefused.class, () -> streams.stream(StreamType.of(Chain.named("raw")), "1"));
      system.entity(Chain.TYPE, "1").ask(new Put(1));
      TypeRefused told = assertThrows(TypeRefused.class, () -> streams.stream(StreamType.bytes("chain"), "2"));
      assertTrue(told.getMessage().contains("the store has the record Link"), told.getMessage());
      assertEquals(1, streams.stream(RAW, "1").lastSequence());
    }
  }

  @Test
  void names_that_no_dictionary_should_have_are_rejected() {
    try (ActorSystem system = Systems.open(FaultyProvider.memory())) {
      StreamRef<TypedBytes, TypedBytes> stream = system.streams("main").stream(RAW, "1");
      for (String name : List.of("", "a\nb", "x".repeat(256), "\uD800", "state.A")) {
        assertThrows(PersistRejected.class, () -> stream.append(0, NewEvent.all(bytes("good"), bytes(name))), name);
      }
      List<TypedBytes> many = new ArrayList<>();
      for (int i = 0; i < 4096; i++) {
        many.add(bytes("name " + i));
      }
      assertThrows(PersistRejected.class,
          () -> stream.append(0, java.util.stream.Stream.concat(many.stream(), java.util.stream.Stream.of(bytes("one")))
              .map(NewEvent::of).toList()));
      assertEquals(0, stream.lastSequence());
      assertEquals(4096, stream.append(0, many.stream().map(NewEvent::of).toList()));
      assertThrows(PersistRejected.class, () -> stream.append(4096, NewEvent.all(bytes("one more"))));
      assertEquals(Map.of(), stream.events(1, 1).findFirst().orElseThrow().entries());
    }
  }

  @Test
  void events_of_no_class_of_the_type_are_rejected() {
    try (ActorSystem system = Systems.open(FaultyProvider.memory())) {
      @SuppressWarnings({ "unchecked", "rawtypes" }) // what a caller without the compiler's help may do
      StreamRef<Object, Object> stream =
          (StreamRef) system.streams("main").stream(StreamType.of(Chain.TYPE), "1");
      assertThrows(PersistRejected.class, () -> stream.append(0, NewEvent.all(bytes("A"))));
      assertThrows(PersistRejected.class, () -> stream.append(0, NewEvent.all(Chain.Links.NONE)));
      assertThrows(PersistRejected.class, () -> stream.putSnapshot(1, bytes("A"), 1));
      assertEquals(0, stream.lastSequence());
    }
  }
}
