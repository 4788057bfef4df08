package dev.cairn.impl.place;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.bind.PlacementOptions;
import dev.cairn.impl.actor.LocalActorSystem;
import dev.cairn.spi.StreamKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Systems of one location, connected by a hub. The first one has all slices. */
final class Nodes implements AutoCloseable {
  final Hub hub = new Hub();
  final List<LocalActorSystem> systems = new ArrayList<>();
  final SharedMemory memory = new SharedMemory();

  Nodes(int count) {
    IntStream.range(0, count).forEach(each -> add());
  }

  LocalActorSystem add() {
    return add(builder -> builder, Map.of(), List.of(Purse.TYPE));
  }

  LocalActorSystem add(UnaryOperator<ActorSystem.Builder> more, Map<String, String> settings,
      List<ActorType<?, ?, ?>> types) {
    LocalActorSystem system = (LocalActorSystem) more.apply(ActorSystem.builder().data(Path.of("shared"))
        .backend(memory).askTimeout(Duration.ofSeconds(20)).closeWithJvm(false)
        .types(types.toArray(ActorType<?, ?, ?>[]::new))).open();
    systems.add(system);
    Map<String, String> all = new HashMap<>(settings);
    all.put("slices", String.valueOf(Hub.SLICES));
    system.place(hub.new Node(), new PlacementOptions("hub", all), types);
    return system;
  }

  ActorRef<Purse.Order<?>> purse(int system, String id) {
    return systems.get(system).entity(Purse.TYPE, id);
  }

  static int slice(String id) {
    return Slices.of(new StreamKey("main", "purse", id), Hub.SLICES);
  }

  /** Whether a system has an actor in memory. */
  boolean has(int system, String id) {
    return systems.get(system).actors().stream().anyMatch(each -> each.actor().path().equals("/purse/" + id));
  }

  @Override
  public void close() {
    systems.reversed().forEach(LocalActorSystem::close);
    hub.close();
  }
}
