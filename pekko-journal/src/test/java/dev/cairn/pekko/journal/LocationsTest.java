package dev.cairn.pekko.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.StoreInspector;
import dev.cairn.api.StoreRefused;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.PoisonPill;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How plugins share a folder, and what others see in it. */
final class LocationsTest {
  @TempDir
  Path folder;

  @Test
  void plugins_of_two_actor_systems_share_a_folder_and_the_last_one_closes_it() {
    Config config = TestLocations.config("rocksdb", folder);
    try (Desk one = new Desk(config)) {
      try (Desk other = new Desk(config)) {
        one.write("a|1", "1");
        other.write("b|1", "2");
        assertEquals(List.of("a|1", "b|1"), one.all(other.queries().currentPersistenceIds()));
      }
      one.write("a|1", "3");
    }
    try (ActorSystem free = ActorSystem.builder().data(folder).open()) {
      assertEquals("main", free.streams("main").store());
    }
  }

  @Test
  void a_second_writer_of_a_persistent_actor_is_told_and_overwrites_nothing() {
    try (Desk desk = new Desk(TestLocations.config("sqlite", folder))) {
      desk.write("a|1", "1");
      ActorRef late = desk.system().actorOf(Scribe.of("a|1"));
      assertEquals("1", Desk.outcome(org.apache.pekko.pattern.Patterns.ask(late, new Scribe.Read(),
          java.time.Duration.ofSeconds(20))));
      desk.write("a|1", "2");
      assertThrows(CompletionException.class, () -> Desk.outcome(org.apache.pekko.pattern.Patterns.ask(late,
          new Scribe.Write("lost", java.util.Set.of()), java.time.Duration.ofMillis(1500))));
      late.tell(PoisonPill.getInstance(), ActorRef.noSender());
      desk.write("a|1", "3");
      assertEquals("123", desk.ask("a|1", new Scribe.Read()));
    }
  }

  @Test
  void events_are_replayed_where_one_thread_replays_all_actors() {
    Config config = ConfigFactory.parseString("""
        one-thread { type = Dispatcher, executor = thread-pool-executor, thread-pool-executor.fixed-pool-size = 1 }
        cairn.journal.replay-dispatcher = one-thread
        """).withFallback(TestLocations.config("rocksdb", folder));
    try (Desk desk = new Desk(config)) {
      for (int event = 0; event < 2 * ReplayPages.MOST_EVENTS; event++) {
        desk.write("a|1", "x");
      }
    }
    try (Desk desk = new Desk(config)) {
      assertEquals("x".repeat(2 * ReplayPages.MOST_EVENTS), desk.ask("a|1", new Scribe.Read()));
    }
  }

  @Test
  void plugins_that_open_one_folder_in_two_ways_are_refused_by_name() {
    LocationSettings sync = LocationSettings.of(section("durability = SYNC"));
    LocationSettings os = LocationSettings.of(section("durability = OS"));
    StoreRefused refused = assertThrows(StoreRefused.class, () -> sync.requireSame(os));
    assertTrue(String.valueOf(refused.getMessage()).contains("differ in durability."), refused::getMessage);
    assertThrows(RuntimeException.class, () -> LocationSettings.of(section("durability = MAYBE")));
  }

  private Config section(String setting) {
    return ConfigFactory.parseString("data = \"" + folder + "\"\n" + setting)
        .withFallback(ConfigFactory.load().getConfig("cairn.journal"));
  }

  @Test
  void the_tools_show_persistence_id_sequence_number_manifest_tags_and_payload() {
    try (Desk desk = new Desk(TestLocations.config("sqlite", folder))) {
      desk.write("a|1", "hello", "greeting");
    }
    try (StoreInspector inspector = StoreInspector.open(folder)) {
      List<StoreInspector.Event> events = new ArrayList<>();
      inspector.events(inspector.find("a|1").getFirst(), events::add);
      StoreInspector.Event event = events.getFirst();
      assertEquals(1, events.size());
      assertEquals(1, event.sequence());
      assertEquals(List.of("greeting"), event.metadata().tags());
      assertTrue(event.type().matches("\\d+:.*"), event::type);
      assertFalse(event.fields().isEmpty());
    }
  }
}
