package dev.cairn.impl.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorStopped;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.EncryptedKey;
import dev.cairn.api.EventHandler;
import dev.cairn.api.EventLog;
import dev.cairn.api.Forgotten;
import dev.cairn.api.KeyRing;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.LoggedState;
import dev.cairn.api.NewEvent;
import dev.cairn.api.PersistFailed;
import dev.cairn.api.PersonalKeys;
import dev.cairn.api.StoreCompaction;
import dev.cairn.api.StoreCopy;
import dev.cairn.api.StoreHandover;
import dev.cairn.api.StoreInspector;
import dev.cairn.api.StreamRef;
import dev.cairn.api.StreamType;
import dev.cairn.api.TypedBytes;
import dev.cairn.api.Withdrawal;
import dev.cairn.impl.TestKeys;
import dev.cairn.impl.journal.Person.Hear;
import dev.cairn.impl.journal.Person.Order;
import dev.cairn.impl.journal.Person.Purge;
import dev.cairn.impl.journal.Person.Say;
import dev.cairn.impl.journal.Person.Words;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a personal actor that is forgotten, and of everybody else. */
@Timeout(60)
class ForgetTest {
  private static final StreamType<TypedBytes, TypedBytes> NOTES = StreamType.bytes("note").personal();

  @TempDir
  Path folder;

  private final byte[] key = TestKeys.random();

  private KeyRing ring() {
    return KeyRing.of(EncryptedKey.of(key)).personalKeys(PersonalKeys.file(folder.resolve("personal.keys")));
  }

  private Path data() {
    return folder.resolve("data");
  }

  private ActorSystem open(KeyRing ring, String backend) {
    return ActorSystem.builder().data(data()).backend(backend).keys(ring).open();
  }

  private static void say(ActorSystem system, String id, int times) {
    ActorRef<Order<?>> person = system.entity(Person.TYPE, id);
    for (int time = 0; time < times; time++) {
      person.ask(new Say("marker of " + id));
    }
  }

  private static void assertForgotten(ActorSystem system, String id) {
    ActorRef<Order<?>> person = system.entity(Person.TYPE, id);
    assertEquals("/person/" + id, assertThrows(Forgotten.class, () -> person.ask(new Hear())).path());
    assertThrows(Forgotten.class, () -> system.spawn(Person.TYPE, id));
    assertThrows(Forgotten.class, () -> system.events(person, 1, 9).count());
    assertThrows(Forgotten.class, () -> system.stateAt(Person.TYPE, id, 1));
  }

  /** Notes what comes. */
  private static final class Notes implements EventHandler {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @Override
    public void event(LoggedEvent event) {
      heard.add(event.id() + event.sequence() + (event.fields().toString().contains("marker of ") ? "" : "?"));
    }

    @Override
    public void state(LoggedState state) {
      heard.add("state of " + state.id());
    }

    @Override
    public void withdrawn(Withdrawal gone) {
      heard.add(gone.reason() + " " + gone.id() + gone.firstSequence() + "-" + gone.lastSequence());
    }

    private List<String> through(String last) throws InterruptedException {
      List<String> all = new ArrayList<>();
      while (!all.contains(last)) {
        String one = heard.poll(20, TimeUnit.SECONDS);
        assertTrue(one != null, () -> "only " + all);
        all.add(one);
      }
      return all;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = { "sqlite", "rocksdb" })
  void a_forgotten_actor_says_so_wherever_it_is_asked_and_everybody_else_goes_on(String backend) throws Exception {
    Notes before = new Notes();
    try (KeyRing ring = ring(); ActorSystem system = open(ring, backend)) {
      system.log("main").follow("before", before);
      say(system, "gone", 5);
      say(system, "here", 5);
      before.through("here5");
      system.forget(Person.TYPE, "gone");
      system.forget(Person.TYPE, "gone");
      assertForgotten(system, "gone");
      say(system, "here", 1);
      assertEquals(List.of("FORGOTTEN gone1-5", "here6"), before.through("here6"));
    }
    try (KeyRing ring = ring(); ActorSystem system = open(ring, backend)) {
      assertForgotten(system, "gone");
      assertEquals(new Words(6, "marker of here"), system.entity(Person.TYPE, "here").ask(new Hear()));
      Notes after = new Notes();
      system.log("main").follow("after", after);
      assertEquals(List.of("here1", "here2", "here3", "here4", "here5", "FORGOTTEN gone1-5", "here6"),
          after.through("here6"));
      Notes states = new Notes();
      system.log("main").follow("states", EventLog.Start.SNAPSHOTS, states);
      say(system, "here", 1);
      List<String> shown = states.through("here7");
      assertTrue(shown.contains("state of here") && shown.stream().noneMatch(one -> one.contains("gone")),
          shown::toString);
      assertEquals(7, system.log("main").read(system.log("main").start(), 100).events().size());
    }
  }

  @Test
  void tools_tell_of_a_forgotten_actor_and_do_not_call_it_damage() {
    try (KeyRing ring = ring(); ActorSystem system = open(ring, "sqlite")) {
      say(system, "gone", 5);
      say(system, "here", 5);
      system.forget(Person.TYPE, "gone");
    }
    try (KeyRing ring = ring(); StoreInspector inspector = StoreInspector.open(data(), ring)) {
      StoreInspector.Stream gone = inspector.find("gone").getFirst();
      assertThrows(Forgotten.class, () -> inspector.events(gone, event -> {}));
      assertThrows(Forgotten.class, () -> inspector.state(gone));
      assertThrows(Forgotten.class, () -> inspector.fold(gone, Person.TYPE));
      List<String> types = new ArrayList<>();
      inspector.log("main", Optional.empty(), entry -> types.add(entry.event().type()));
      assertEquals(5, types.stream().filter("forgotten"::equals).count());
      assertEquals(5, types.stream().filter("Said"::equals).count());
      StoreInspector.Check check = inspector.verify(damage -> assertEquals("none", damage.toString()), events -> {});
      assertEquals(new StoreInspector.Check(2, 5, 2, 0, 1), check);
    }
    try (KeyRing ring = ring()) {
      assertEquals(8, StoreCompaction.of(data()).keys(ring).run((events, all) -> {}).getFirst().deleted());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = { "sqlite", "rocksdb" })
  void forgotten_while_it_writes_each_write_has_a_true_outcome_and_nothing_comes_after(String backend)
      throws Exception {
    try (KeyRing ring = ring(); ActorSystem system = open(ring, backend)) {
      AtomicLong stored = new AtomicLong();
      AtomicLong refused = new AtomicLong();
      List<Thread> writers = new ArrayList<>();
      for (int writer = 0; writer < 8; writer++) {
        writers.add(Thread.ofVirtual().start(() -> {
          for (int tries = 0; tries < 1_000 && refused.get() < 200; tries++) {
            try {
              system.entity(Person.TYPE, "gone").ask(new Say("marker of gone"));
              stored.incrementAndGet();
            } catch (Forgotten | ActorStopped | PersistFailed e) {
              refused.incrementAndGet();
            }
          }
        }));
      }
      while (stored.get() < 20) {
        Thread.onSpinWait();
      }
      system.forget(Person.TYPE, "gone");
      long then = stored.get();
      for (Thread writer : writers) {
        writer.join();
      }
      assertForgotten(system, "gone");
      try (KeyRing reading = ring(); StoreInspector inspector = StoreInspector.open(data(), reading)) {
        assertEquals(stored.get(), inspector.find("gone").getFirst().lastSequence());
        assertEquals(0, inspector.verify(damage -> {}, events -> {}).damages());
      }
      assertTrue(stored.get() - then <= 8, "an answer that was on its way at most");
    }
  }

  @Test
  void a_personal_stream_without_an_actor_is_forgotten_by_its_names() {
    try (KeyRing ring = ring(); ActorSystem system = open(ring, "sqlite")) {
      StreamRef<TypedBytes, TypedBytes> note = system.streams("main").stream(NOTES, "1");
      note.append(0, List.of(NewEvent.of(new TypedBytes("line", "marker".getBytes(StandardCharsets.UTF_8)))));
      assertEquals(1, note.events(1, 9).count());
      system.streams("main").forget("note", "1");
      assertThrows(Forgotten.class, () -> note.events(1, 9).count());
      PersistFailed failed = assertThrows(PersistFailed.class,
          () -> note.append(1, List.of(NewEvent.of(new TypedBytes("line", new byte[1])))));
      assertInstanceOf(Forgotten.class, failed.getCause());
    }
  }

  @Test
  void an_id_that_never_lived_or_was_purged_can_be_forgotten_and_does_not_live_again() {
    try (KeyRing ring = ring(); ActorSystem system = open(ring, "sqlite")) {
      system.forget(Person.TYPE, "never");
      assertForgotten(system, "never");
      say(system, "purged", 3);
      system.entity(Person.TYPE, "purged").ask(new Purge());
      say(system, "purged", 1);
      assertEquals(1, system.entity(Person.TYPE, "purged").ask(new Hear()).count());
      system.forget(Person.TYPE, "purged");
      assertForgotten(system, "purged");
    }
  }

  @Test
  void a_copy_goes_on_for_others_hears_of_it_when_it_is_forgotten_there_too_and_takes_no_key_along() throws Exception {
    try (KeyRing ring = ring(); ActorSystem system = open(ring, "sqlite")) {
      say(system, "gone", 5);
      say(system, "early", 5);
      say(system, "here", 5);
      system.forget(Person.TYPE, "early");
    }
    Path copy = folder.resolve("copy");
    try (KeyRing ring = ring()) {
      assertEquals(15, StoreCopy.of(data(), copy).backend("rocksdb").keys(ring).run((phase, done, all) -> {}).events());
    }
    try (KeyRing ring = ring(); ActorSystem system = open(ring, "sqlite")) {
      system.forget(Person.TYPE, "gone");
    }
    try (KeyRing ring = ring();
        ActorSystem system = ActorSystem.builder().data(copy).backend("rocksdb").keys(ring).open()) {
      assertForgotten(system, "gone");
      assertForgotten(system, "early");
      system.forget(Person.TYPE, "gone");
      say(system, "here", 1);
      Notes notes = new Notes();
      system.log("main").follow("all", notes);
      List<String> heard = notes.through("here6");
      assertTrue(heard.containsAll(List.of("FORGOTTEN gone1-5", "FORGOTTEN early1-5")), heard::toString);
      assertFalse(heard.contains("gone1") || heard.contains("early1"), heard::toString);
    }
  }

  /** Forgets somebody once: when the copy has caught up, and then closes the system; or while the copy is compared. */
  private static StoreCopy.Follower forgetting(ActorSystem system, String id, boolean closes) {
    AtomicBoolean done = new AtomicBoolean();
    return new StoreCopy.Follower() {
      @Override
      public void step(StoreCopy.Phase phase, long events, long all) {
        if (!closes && phase == StoreCopy.Phase.COMPARING && done.compareAndSet(false, true)) {
          system.forget(Person.TYPE, id);
        }
      }

      @Override
      public void lag(StoreCopy.Lag lag) {
        if (closes && lag.behind() == 0 && done.compareAndSet(false, true)) {
          system.forget(Person.TYPE, id);
          system.close();
        }
      }
    };
  }

  private void assertOnlyHere(ActorSystem system) throws InterruptedException {
    for (String id : List.of("early", "meanwhile")) {
      assertForgotten(system, id);
    }
    say(system, "here", 1);
    Notes notes = new Notes();
    system.log("main").follow("all", notes);
    List<String> heard = notes.through("here6");
    assertTrue(heard.containsAll(List.of("FORGOTTEN early1-5", "FORGOTTEN meanwhile1-5", "here5")), heard::toString);
    assertFalse(heard.contains("early1") || heard.contains("meanwhile1"), heard::toString);
  }

  private void sayAll(ActorSystem system) {
    for (String id : List.of("early", "meanwhile", "here")) {
      say(system, id, 5);
    }
    system.forget(Person.TYPE, "early");
  }

  @Test
  void a_copy_that_follows_has_the_records_of_those_who_are_forgotten_meanwhile_and_nobody_can_read_them()
      throws Exception {
    Path copy = folder.resolve("copy");
    try (KeyRing ring = ring()) {
      ActorSystem system = open(ring, "rocksdb");
      sayAll(system);
      assertEquals(15, StoreCopy.of(data(), copy).backend("sqlite").keys(ring).grace(Duration.ZERO)
          .follow(forgetting(system, "meanwhile", true)).events());
    }
    try (KeyRing ring = ring(); ActorSystem system = ActorSystem.builder().data(copy).keys(ring).open()) {
      assertOnlyHere(system);
    }
  }

  @Test
  void those_who_are_forgotten_stay_so_when_the_system_is_handed_over() throws Exception {
    Path after = folder.resolve("after");
    try (KeyRing ring = ring(); ActorSystem system = open(ring, "rocksdb")) {
      sayAll(system);
      say(system, "later", 5);
      StoreHandover.of(system, after).backend("sqlite").run(forgetting(system, "meanwhile", false));
      assertOnlyHere(system);
      system.forget(Person.TYPE, "later");
      assertForgotten(system, "later");
    }
    try (KeyRing ring = ring(); ActorSystem system = ActorSystem.builder().data(after).keys(ring).open()) {
      for (String id : List.of("early", "meanwhile", "later")) {
        assertForgotten(system, id);
      }
      assertEquals(new Words(6, "marker of here"), system.entity(Person.TYPE, "here").ask(new Hear()));
    }
  }
}
