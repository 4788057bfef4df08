package dev.cairn.impl.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.AlreadyDone;
import dev.cairn.api.AppendConflict;
import dev.cairn.api.EventMetadata;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.LoggedState;
import dev.cairn.api.NewEvent;
import dev.cairn.api.StoreCopy;
import dev.cairn.api.StreamRef;
import dev.cairn.api.StreamType;
import dev.cairn.api.TypedBytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Copies of streams that a program has written without actors, in bytes of its own. */
@Timeout(60)
class StreamCopyTest {
  private static final StreamType<TypedBytes, TypedBytes> INVOICES = StreamType.bytes("invoice");
  private static final List<NewEvent<TypedBytes>> PAID = List.of(
      NewEvent.of(bytes("com.acme.Paid$V2", new byte[0])).commandId("payment 17"), NewEvent.of(bytes("Sent", "again")));

  @TempDir
  Path folder;

  /** All that an event has. */
  private record Shown(String path, long sequence, String type, int version, TypedBytes value, Instant time,
      String commit, Optional<String> command, Optional<String> correlation, Optional<String> causation,
      List<String> tags, Map<String, String> entries) {
    static Shown of(LoggedEvent event) {
      return new Shown(event.actorType() + "/" + event.id(), event.sequence(), event.type(), event.version(),
          event.as(INVOICES).orElseThrow(), event.time(), event.commitId(), event.commandId(), event.correlationId(),
          event.causationId(), event.tags(), event.entries());
    }
  }

  private static TypedBytes bytes(String type, byte[] content) {
    return new TypedBytes(type, content);
  }

  private static TypedBytes bytes(String type, String text) {
    return bytes(type, text.getBytes(StandardCharsets.UTF_8));
  }

  private ActorSystem open(String name, String backend) {
    return ActorSystem.builder().data(folder.resolve(name)).backend(backend).open();
  }

  private static StreamRef<TypedBytes, TypedBytes> invoice(ActorSystem system, String id) {
    return system.streams("main").stream(INVOICES, id);
  }

  @Test
  void bytes_names_metadata_and_command_ids_survive_a_copy_to_another_backend_and_back() {
    List<Shown> written;
    try (ActorSystem system = open("original", "sqlite")) {
      write(system);
      written = read(system);
    }
    copy("original", "copy", "rocksdb");
    copy("copy", "back", "sqlite");
    for (String[] copy : new String[][] { { "copy", "rocksdb" }, { "back", "sqlite" } }) {
      try (ActorSystem system = open(copy[0], copy[1])) {
        assertEquals(written, read(system), copy[1]);
        assertGoesOn(system);
      }
    }
  }

  private static void write(ActorSystem system) {
    byte[] every = new byte[256];
    for (int i = 0; i < every.length; i++) {
      every[i] = (byte) i;
    }
    var one = invoice(system, "1");
    one.append(0, List.of(NewEvent.of(bytes("Sent", every)).at(Instant.ofEpochMilli(1_000_000_007)).commandId("c")
        .correlationId("o").with(EventMetadata.tagged("cash", "Zürich").with("branch", "Bern").causedBy("e 3"))));
    one.append(1, PAID);
    invoice(system, "a/b|ü").append(0, NewEvent.all(bytes("Sent", "{}"), bytes("Sent", new byte[100_000])));
    one.putSnapshot(3, bytes("Total", "300"), 2);
    var cut = invoice(system, "2");
    cut.append(0, NewEvent.all(bytes("Sent", "1"), bytes("Sent", "2"), bytes("Sent", "3")));
    cut.putSnapshot(2, bytes("Total", "2"), 1);
    cut.deleteThrough(2);
    var gone = invoice(system, "gone");
    gone.append(0, NewEvent.all(bytes("Sent", "1"), bytes("Sent", "2")));
    gone.purge();
    invoice(system, "late").beginAfter(500);
    invoice(system, "late").append(500, NewEvent.all(bytes("Sent", "501")));
  }

  private static List<Shown> read(ActorSystem system) {
    return system.streams("main").ids(INVOICES, "")
        .flatMap(id -> invoice(system, id).events(1, Long.MAX_VALUE).map(Shown::of)).toList();
  }

  private void copy(String from, String to, String backend) {
    StoreCopy.of(folder.resolve(from), folder.resolve(to)).backend(backend).run((phase, events, all) -> {});
  }

  /** Sequences, snapshots and the ids of commands are those of the original for whoever writes on. */
  private static void assertGoesOn(ActorSystem system) {
    var one = invoice(system, "1");
    assertEquals(3, assertThrows(AlreadyDone.class, () -> one.append(1, PAID)).sequence());
    assertEquals(3,
        assertThrows(AppendConflict.class, () -> one.append(2, NewEvent.all(bytes("Sent", "x")))).lastSequence());
    assertEquals(Optional.of(bytes("Total", "300")), one.snapshot(Long.MAX_VALUE).flatMap(state -> state.as(INVOICES)));
    var cut = invoice(system, "2");
    assertEquals(Optional.of(2L), cut.snapshot(Long.MAX_VALUE).map(LoggedState::sequence));
    assertEquals(List.of(3L), cut.events(1, Long.MAX_VALUE).map(LoggedEvent::sequence).toList());
    assertEquals(3, invoice(system, "gone").append(2, NewEvent.all(bytes("Sent", "3"))));
    assertEquals(501, invoice(system, "late").lastSequence());
    assertEquals(List.of("1", "2", "a/b|ü", "gone", "late"), system.streams("main").ids(INVOICES, "").toList());
  }
}
