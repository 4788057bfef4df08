package dev.cairn.impl.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorStopped;
import dev.cairn.api.ActorType;
import dev.cairn.api.TypeRefused;
import dev.cairn.impl.actor.Puppet.Act;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ActorRegistryTest extends ActorsTest {
  @Test
  void a_name_of_a_plain_type_is_no_name_of_a_persistent_type() {
    puppet("1");
    TypeRefused refused = assertThrows(TypeRefused.class, () -> system.entity(persistentPuppet(() -> {}), "1"));
    assertEquals("The actor type puppet cannot be used: a plain actor type of this name is in use.",
        refused.getMessage());
  }

  @Test
  void a_name_of_a_persistent_type_is_no_name_of_a_plain_type() {
    system.entity(persistentPuppet(() -> {}), "1");
    TypeRefused refused = assertThrows(TypeRefused.class, () -> puppet("1"));
    assertEquals("The actor type puppet cannot be used: a persistent actor type of this name is in use.",
        refused.getMessage());
  }

  @Test
  void a_persistent_type_is_refused_if_a_plain_type_takes_its_name_while_it_is_checked() {
    AtomicInteger made = new AtomicInteger();
    ActorType<?, ?, ?> late = persistentPuppet(() -> {
      if (made.getAndIncrement() == 0) {
        puppet("1");
      }
    });
    assertThrows(TypeRefused.class, () -> system.entity(late, "1"));
    puppet("2");
  }

  @Test
  void an_actor_that_stops_spawns_no_child_and_is_told_why() {
    List<String> told = new CopyOnWriteArrayList<>();
    ActorRef<Act<?>> parent = system.spawn(Puppet.type(diary, ctx -> {
    }, ctx -> told.add(assertThrows(ActorStopped.class, () -> ctx.spawn(Puppet.type(), "late")).getMessage())), "1");
    system.stop(parent);
    assertEquals(List.of("The command to /puppet/1/late was not executed: its parent is stopping or restarting."),
        told);
  }

  private static ActorType<Vault.Act<?>, Vault.Put, Vault.Sum> persistentPuppet(Runnable whenMade) {
    return ActorType.of(MethodHandles.lookup(), "puppet", Vault.Put.class, Vault.Sum.class, () -> {
      whenMade.run();
      return Vault.type().newActor();
    });
  }
}
