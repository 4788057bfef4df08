package dev.cairn.impl.place;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.StoreRefused;
import dev.cairn.api.bind.PlacementOptions;
import dev.cairn.impl.actor.LocalActorSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A placement that cannot be had is told before anything happens. */
@Timeout(60)
class PlacementChoiceTest {
  @TempDir
  Path data;

  private ActorSystem.Builder builder() {
    return ActorSystem.builder().data(data.resolve("d")).backend("memory").types(Purse.TYPE);
  }

  private static String refusal(ActorSystem.Builder builder) {
    return assertThrows(StoreRefused.class, builder::open).getMessage();
  }

  @Test
  void one_that_is_not_there_is_told_by_the_module_to_add_and_nothing_is_touched() {
    String message = refusal(builder().placement("carrier-pigeon"));
    assertTrue(message.contains("cairn-cluster-carrier-pigeon") && message.contains("Nothing was touched"), message);
    assertTrue(Files.notExists(data.resolve("d")));
  }

  @Test
  void settings_without_a_placement_are_refused() {
    String message = refusal(builder().setting("cluster.host", "10.0.0.5"));
    assertTrue(message.contains("cluster.host") && message.contains("placement(NAME)"), message);
    assertTrue(Files.notExists(data.resolve("d")));
  }

  @Test
  void a_backend_of_one_writer_is_refused_and_the_location_is_free_again() {
    Hub hub = new Hub();
    LocalActorSystem system = (LocalActorSystem) builder().open();
    String message = assertThrows(StoreRefused.class, () -> system.place(hub.new Node(),
        new PlacementOptions("hub", Map.of()), List.of(Purse.TYPE))).getMessage();
    assertTrue(message.contains("memory lets one process write") && message.contains("writers = many"), message);
    assertEquals(List.of(), hub.nodes);
    builder().open().close();
    hub.close();
  }

  @Test
  void a_number_of_slices_out_of_range_is_refused() {
    try (Nodes nodes = new Nodes(0)) {
      String message = assertThrows(StoreRefused.class, () -> {
        LocalActorSystem system =
            (LocalActorSystem) ActorSystem.builder().data(data).backend(nodes.memory).open();
        system.place(nodes.hub.new Node(), new PlacementOptions("hub", Map.of("slices", "5000")), List.of());
      }).getMessage();
      assertTrue(message.contains("cluster.slices = '5000' must be a whole number from 1 to 4096"), message);
    }
  }
}
