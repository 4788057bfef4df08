package dev.cairn.impl.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.TypeRefused;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Types that are passed to the builder are checked when the system opens. */
@Timeout(60)
class DeclaredTypesTest {
  @TempDir
  Path data;

  record Unstorable(Object any) {}

  @Test
  void a_type_that_cannot_be_used_lets_no_system_open_and_the_folder_is_free_again() {
    ActorType<?, ?, ?> bad = ActorType.of(MethodHandles.lookup(), "bad", Unstorable.class, Vault.Sum.class,
        () -> {
          throw new AssertionError("Nobody makes an actor of a type that is refused.");
        });
    TypeRefused atOpen = assertThrows(TypeRefused.class, () -> builder().types(Vault.type(), bad).open());
    try (ActorSystem system = builder().open()) {
      TypeRefused atFirstUse = assertThrows(TypeRefused.class, () -> system.entity(bad, "1"));
      assertEquals(atFirstUse.getMessage(), atOpen.getMessage());
    }
  }

  @Test
  void what_the_factory_of_a_declared_type_throws_is_thrown_and_the_folder_is_free_again() {
    ActorType<Vault.Act<?>, Vault.Put, Vault.Sum> broken = Vault.type().madeBy(() -> {
      throw new IllegalStateException("no clock");
    });
    IllegalStateException thrown =
        assertThrows(IllegalStateException.class, () -> builder().types(broken).open());
    assertEquals("no clock", thrown.getMessage());
    builder().open().close();
  }

  @Test
  void a_declared_type_has_its_name_from_the_beginning() {
    ActorType<Vault.Act<?>, Vault.Put, Vault.Sum> mine = Vault.type();
    try (ActorSystem system = builder().types(mine).open()) {
      ActorType<?, ?, ?> other = ActorType.of(MethodHandles.lookup(), mine.name(), Vault.Sum.class, Vault.Sum.class,
          () -> {
            throw new AssertionError("Nobody makes an actor of a type that is refused.");
          });
      assertThrows(TypeRefused.class, () -> system.entity(other, "1"));
      assertEquals(3, system.entity(mine, "1").ask(new Vault.Add(3)));
    }
  }

  @Test
  void the_same_declaration_twice_is_one_type() {
    ActorType<Vault.Act<?>, Vault.Put, Vault.Sum> mine = Vault.type();
    try (ActorSystem system = builder().types(mine).types(mine).open()) {
      assertEquals(3, system.entity(mine, "1").ask(new Vault.Add(3)));
    }
  }

  private ActorSystem.Builder builder() {
    return ActorSystem.builder().data(data).backend("sqlite");
  }
}
