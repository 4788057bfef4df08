package dev.cairn.impl.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.api.ActorType;
import dev.cairn.api.Evolution;
import dev.cairn.api.Mailbox;
import dev.cairn.api.Persistence;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.TypeRefused;
import dev.cairn.api.ValueCodec;
import java.lang.invoke.MethodHandles;
import java.util.Currency;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Two types with equal content are one type, wherever and how often they are made. */
final class SameTypeTest extends ActorsTest {
  private static final ActorType<Vault.Act<?>, Vault.Put, Vault.Sum> TYPE = Vault.type();

  /** A factory that says when it is the same: it has the same dependencies. */
  record Made(List<String> dependency)
      implements Supplier<PersistentActor<Vault.Act<?>, Vault.Put, Vault.Sum>> {
    @Override
    public PersistentActor<Vault.Act<?>, Vault.Put, Vault.Sum> get() {
      return Vault.type(dependency).newActor();
    }
  }

  @Test
  void a_store_may_be_named_for_each_command() {
    assertEquals(3, system.entity(TYPE.in("tenant-a"), "1").ask(new Vault.Add(3)));
    assertEquals(5, system.entity(TYPE.in("tenant-b"), "1").ask(new Vault.Add(5)));
    assertEquals(7, system.entity(TYPE.in("tenant-a"), "1").ask(new Vault.Add(4)));
    assertEquals(7, system.stateAt(TYPE.in("tenant-a"), "1", 2).total());
  }

  @Test
  void a_type_that_is_made_at_each_use_is_the_same() {
    assertEquals(3, system.entity(declared(), "1").ask(new Vault.Add(3)));
    assertEquals(7, system.spawn(declared(), "1").ask(new Vault.Add(4)));
    assertEquals(declared(), declared());
    assertEquals(declared().hashCode(), declared().hashCode());
  }

  @Test
  void factories_are_compared_as_they_say() {
    assertEquals(3, system.entity(TYPE.madeBy(new Made(diary)), "1").ask(new Vault.Add(3)));
    assertEquals(7, system.entity(TYPE.madeBy(new Made(diary)), "1").ask(new Vault.Add(4)));
  }

  @Test
  void two_types_with_one_name_are_refused_and_the_difference_is_named() {
    system.entity(TYPE, "1").ask(new Vault.Add(3));
    assertEquals(
        "The actor type vault cannot be used: another actor type of this name is in use, with another mailbox. "
            + "Make the type once, and keep it in a constant or in a field.",
        refused(TYPE.with(Mailbox.of(7))));
    assertEquals("The actor type vault cannot be used: another actor type of this name is in use, with another policy "
        + "of persistence. Make the type once, and keep it in a constant or in a field.",
        refused(TYPE.with(Persistence.light())));
    assertEquals("The actor type vault cannot be used: another actor type of this name is in use, with another "
        + "factory. A factory that captures something is another one each time it is made. "
        + "Make the type once, and keep it in a constant or in a field.", refused(Vault.type()));
    assertEquals("The actor type vault cannot be used: another actor type of this name is in use, with other events, "
        + "another state, or another declaration of how they are stored. "
        + "Make the type once, and keep it in a constant or in a field.",
        refused(TYPE.evolving(Evolution.declare().retired("Gone"))));
  }

  @Test
  void each_part_counts() {
    assertNotEquals(TYPE, TYPE.in("other"));
    assertNotEquals(TYPE, TYPE.with(Mailbox.of(7)));
    assertNotEquals(TYPE, TYPE.storing(euros()));
    assertNotEquals(TYPE, Vault.type());
    assertEquals(TYPE.in("other"), TYPE.in("other"));
    assertEquals(TYPE.storing(euros()), TYPE.storing(euros()));
    assertEquals(TYPE.evolving(Evolution.declare().added(Vault.Put.class, "amount", 3L)),
        TYPE.evolving(Evolution.declare().added(Vault.Put.class, "amount", 3L)));
    assertSame(TYPE, TYPE);
  }

  private String refused(ActorType<?, ?, ?> other) {
    return assertThrows(TypeRefused.class, () -> system.entity(other, "1")).getMessage();
  }

  private static ValueCodec<Currency, String> euros() {
    return ValueCodec.of(Currency.class, String.class, Currency::getCurrencyCode, Currency::getInstance);
  }

  private static ActorType<Vault.Act<?>, Vault.Put, Vault.Sum> declared() {
    return ActorType.of(MethodHandles.lookup(), "declared", Vault.Put.class, Vault.Sum.class,
        () -> TYPE.newActor());
  }
}
