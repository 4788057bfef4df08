package dev.cairn.impl.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.Durability;
import dev.cairn.api.NewEvent;
import dev.cairn.api.PersistException;
import dev.cairn.api.StoreHead;
import dev.cairn.api.StoreInspector;
import dev.cairn.api.StreamRef;
import dev.cairn.api.StreamType;
import dev.cairn.api.TypedBytes;
import dev.cairn.testkit.Call;
import dev.cairn.testkit.Fault;
import dev.cairn.testkit.FaultyStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A store that fails while its chain is made: the chain is whole all the same. */
@Timeout(60)
class ChainFaultTest {
  private static final StreamType<TypedBytes, TypedBytes> RAW = StreamType.bytes("raw");

  @TempDir
  Path data;

  private ActorSystem open(FaultyStore store) {
    return ActorSystem.builder().data(data).backend(store).durability(Durability.OS).chain(true).open();
  }

  private static void append(StreamRef<TypedBytes, TypedBytes> stream, int events) {
    List<NewEvent<TypedBytes>> some = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      some.add(NewEvent.of(new TypedBytes("made", new byte[] { (byte) i })));
    }
    stream.append(some);
  }

  private StoreHead assertWhole(List<StoreHead> heads) {
    try (StoreInspector inspector = StoreInspector.open(data)) {
      assertEquals(0, inspector.verify(damage -> {
        throw new AssertionError(damage);
      }, events -> {}).damages());
      heads.forEach(head -> assertEquals(Optional.empty(), inspector.prove(head).difference()));
      return inspector.head("main").orElseThrow();
    }
  }

  /** A purge stores the note for readers, then records of the chain, then the purge itself. */
  @ParameterizedTest
  @CsvSource({ "1, before", "1, after", "2, before", "2, halfway", "2, after", "3, before", "3, after", "4, after" })
  void whichever_commit_of_a_purge_fails_the_chain_has_every_head_that_was_shown(int commit, String moment) {
    FaultyStore store = FaultyStore.over("sqlite");
    List<StoreHead> heads = new ArrayList<>();
    try (ActorSystem system = open(store)) {
      StreamRef<TypedBytes, TypedBytes> kept = system.streams("main").stream(RAW, "kept");
      StreamRef<TypedBytes, TypedBytes> gone = system.streams("main").stream(RAW, "gone");
      append(kept, 3);
      append(gone, 300);
      heads.add(assertWhole(heads));
      int before = (int) store.calls(Call.COMMIT);
      store.at(Call.COMMIT, before + commit, fault(moment));
      purge(gone);
      heads.add(assertWhole(heads));
      append(kept, 2);
      heads.add(assertWhole(heads));
    }
    assertWhole(heads);
    assertTrue(heads.getLast().position().compareTo(heads.getFirst().position()) > 0);
  }

  /** What is told as not done, or not known, is done again. */
  private static void purge(StreamRef<TypedBytes, TypedBytes> stream) {
    try {
      stream.purge();
    } catch (PersistException e) {
      stream.purge();
    }
    stream.purge();
  }

  private static Fault fault(String moment) {
    return switch (moment) {
      case "before" -> Fault.before();
      case "halfway" -> Fault.halfway();
      default -> Fault.after();
    };
  }

  @Test
  void a_purge_that_cannot_be_chained_is_not_done() {
    FaultyStore store = FaultyStore.over("sqlite");
    try (ActorSystem system = ActorSystem.builder().data(data).backend(store).durability(Durability.OS).chain(true)
        .persistDeadline(Duration.ofMillis(300)).open()) {
      StreamRef<TypedBytes, TypedBytes> gone = system.streams("main").stream(RAW, "gone");
      append(gone, 3);
      store.every(Call.COMMIT, Fault.before());
      assertThrows(PersistException.class, gone::purge);
      store.heal();
      assertEquals(3, gone.lastSequence());
      try (var events = gone.events(1, 3)) {
        assertEquals(3, events.count());
      }
    }
    assertWhole(List.of());
  }
}
