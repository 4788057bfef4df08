package dev.cairn.impl.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.KeyRing;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.bind.Keys;
import dev.cairn.impl.TestKeys;
import dev.cairn.impl.journal.Chain.Linked;
import dev.cairn.impl.journal.Chain.Links;
import dev.cairn.impl.journal.Chain.Look;
import dev.cairn.impl.journal.Chain.Order;
import dev.cairn.impl.journal.Chain.Purge;
import dev.cairn.impl.journal.Chain.Put;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two actors whose ids or types look alike share nothing. */
class IdentityTest {
  private static final List<ActorType<Order<?>, Linked, Links>> TYPES = List.of(Chain.TYPE, Chain.named("chain.a"),
      Chain.named("chain-a"), Chain.named("chai"), Chain.TYPE.in("other"));
  private static final List<String> IDS = List.of("a", "a.b", "a/b", "/a/x", "/b/x", "x", "a%2Fb", "a\0", "a\0b",
      "a'--", "actor1", "actor10", "A", "\u00e9", "e\u0301", "\ud83d\ude00", " ", ".", "..", "n.a");

  @TempDir
  Path data;

  private record Actor(ActorType<Order<?>, Linked, Links> type, String id) {}

  private static List<Actor> actors() {
    return TYPES.stream().flatMap(type -> IDS.stream().map(id -> new Actor(type, id))).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = { "memory", "sqlite", "rocksdb" })
  void actors_whose_names_look_alike_share_nothing_and_a_purge_takes_one_of_them(String backend) {
    FaultyProvider provider = FaultyProvider.of(backend);
    List<Actor> actors = actors();
    try (ActorSystem system = Systems.open(provider, data, Duration.ofSeconds(20))) {
      for (int n = 0; n < actors.size(); n++) {
        for (long value : values(n)) {
          system.entity(actors.get(n).type(), actors.get(n).id()).ask(new Put(value));
        }
      }
    }
    try (ActorSystem system = Systems.open(provider, data, Duration.ofSeconds(20))) {
      List<List<Long>> expected = new ArrayList<>();
      for (int n = 0; n < actors.size(); n++) {
        expected.add(values(n));
      }
      for (int purged = 0; purged < actors.size(); purged += 7) {
        system.entity(actors.get(purged).type(), actors.get(purged).id()).ask(new Purge());
        expected.set(purged, List.of());
      }
      for (int n = 0; n < actors.size(); n++) {
        var actor = system.entity(actors.get(n).type(), actors.get(n).id());
        assertEquals(Links.of(expected.get(n)), actor.ask(new Look()), actors.get(n).toString());
        assertEquals(expected.get(n), system.events(actor, 1, Long.MAX_VALUE).map(IdentityTest::value).toList());
      }
    }
  }

  /** Of each actor others than of every other one. */
  private static List<Long> values(int actor) {
    return LongStream.rangeClosed(0, actor % 3).map(i -> 10L * actor + i).boxed().toList();
  }

  private static Long value(LoggedEvent event) {
    return (Long) event.fields().get("value");
  }

  @Test
  void keys_for_a_store_that_is_not_there_are_told_with_the_stores_that_are() {
    KeyRing ring = TestKeys.ring(1);
    assertEquals(Optional.of("Keys are given for mian, but the location has no such store yet. Its stores are main."),
        Journal.findUnusedKeys(new Keys(Optional.empty(), Map.of("mian", ring)), List.of("main")));
    assertEquals(Optional.empty(),
        Journal.findUnusedKeys(new Keys(Optional.empty(), Map.of("main", ring)), List.of("main")));
  }
}
