package dev.cairn.impl.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.TypeRefused;
import dev.cairn.api.ValueCodec;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.impl.record.UnstorableValue;
import java.lang.invoke.MethodHandles;
import java.net.URI;
import java.nio.file.Path;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Classes that are no records stand in records in the form of something else. */
class ValueCodecTest {

  record Paid(Currency currency, List<Money> parts, Map<URI, Money> rates, Set<URI> seen, Optional<Money> fee,
      OptionalLong count, Path path) {}

  record State(Money money) {}

  record Amount(long cents, Currency currency) {}

  private static final class Money {
    private final long cents;

    Money(long cents) {
      this.cents = cents;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Money money && money.cents == cents;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(cents);
    }
  }

  private static final Currency EUR = Currency.getInstance("EUR");

  private static final ActorType<Command<?, ?>, Paid, State> TYPE = bare()
      .storing(ValueCodec.of(Currency.class, String.class, Currency::getCurrencyCode, Currency::getInstance))
      .storing(ValueCodec.of(Money.class, Amount.class, money -> money.cents < 0 ? null : new Amount(money.cents, EUR),
          amount -> new Money(amount.cents())))
      .storing(ValueCodec.of(URI.class, String.class, URI::toString, URI::create))
      .storing(ValueCodec.of(OptionalLong.class, Long.class, OptionalLong::getAsLong, OptionalLong::of))
      .storing(ValueCodec.of(Path.class, String.class, Path::toString, Path::of));

  private static final Store STORE = Store.of(TypeDictionary.EMPTY, ActorSchema.of(TYPE));

  @Test
  void what_is_stored_comes_back() {
    Paid paid = new Paid(EUR, List.of(new Money(1), new Money(2)), Map.of(URI.create("a:b"), new Money(3)),
        Set.of(URI.create("c:d")), Optional.of(new Money(4)), OptionalLong.of(5), Path.of("e"));
    assertEquals(paid, STORE.again(paid));
    Paid nothing = new Paid(null, List.of(), Map.of(), Set.of(), Optional.empty(), null, null);
    assertEquals(nothing, STORE.again(nothing));
    assertEquals(new State(new Money(6)), STORE.again(new State(new Money(6))));
  }

  @Test
  void the_store_knows_the_form_alone() {
    assertEquals(
        "[currency:string, parts:list(record(Amount)), rates:map(string,record(Amount)), seen:set(string), "
            + "fee:optional(record(Amount)), count:optional(long), path:string]",
        STORE.dictionary().newest("account", "Paid").orElseThrow().components().stream()
            .map(c -> c.name() + ":" + c.kind()).toList().toString());
    byte[] bytes = STORE.write(new State(new Money(7)));
    assertEquals(Map.of("money", Map.of("cents", 7L, "currency", "EUR")),
        new FieldReader(STORE.dictionary()).fields(STORE.id(State.class), bytes, 0, bytes.length));
    byte[] none = STORE.write(new Paid(null, null, null, null, Optional.empty(), null, null));
    assertEquals(7, new FieldReader(STORE.dictionary()).fields(STORE.id(Paid.class), none, 0, none.length).size());
  }

  static class WithForms {
    record State(Amount money) {}
  }

  @Test
  void a_class_can_give_way_to_its_form() {
    Store before = Store.of(TypeDictionary.EMPTY, ActorSchema.of(ActorType.of(MethodHandles.lookup(), "account",
        State.class, State.class, ValueCodecTest::noActor).storing(TYPE.codecs().get(0))
        .storing(TYPE.codecs().get(1))));
    Store after = Store.of(before.dictionary(), ActorSchema.of(ActorType.of(MethodHandles.lookup(), "account",
        WithForms.State.class, WithForms.State.class, ValueCodecTest::noActor).storing(TYPE.codecs().get(0))));
    assertEquals(before.dictionary().all(), after.dictionary().all());
    byte[] bytes = before.write(new State(new Money(7)));
    assertEquals(new WithForms.State(new Amount(7, EUR)), after.read(WithForms.State.class, bytes));
  }

  @Test
  void what_a_codec_cannot_make_is_told() {
    UnstorableValue empty = assertThrows(UnstorableValue.class,
        () -> STORE.write(new Paid(null, null, null, null, Optional.empty(), OptionalLong.empty(), null)));
    assertTrue(empty.rule().contains("Paid.count, the ValueCodec of OptionalLong failed; the cause"),
        empty.rule());
    UnstorableValue nothing = assertThrows(UnstorableValue.class, () -> STORE.write(new State(new Money(-1))));
    assertTrue(nothing.rule().contains("State.money, the ValueCodec of Money returned null"), nothing.rule());
    UnreadableRecord unreadable =
        assertThrows(UnreadableRecord.class, () -> STORE.read(Paid.class, new byte[] { 6, 1, 'x' }));
    assertTrue(unreadable.rule().contains("Paid.currency, the ValueCodec of Currency failed; the cause"),
        unreadable.rule());
  }

  @Test
  void a_codec_that_is_not_needed_or_not_enough_is_refused() {
    refused(bare(), "Currency, which is a class and not a record; give the actor type a ValueCodec for it");
    refused(TYPE.storing(ValueCodec.of(String.class, Long.class, Long::valueOf, String::valueOf)),
        "String, which needs none");
    refused(TYPE.storing(ValueCodec.of(URI.class, String.class, URI::toString, URI::create)), "two ValueCodecs");
    refused(bare().storing(ValueCodec.of(Currency.class, URI.class, c -> null, u -> null)), "URI, which is a class");
  }

  private static ActorType<Command<?, ?>, Paid, State> bare() {
    return ActorType.of(MethodHandles.lookup(), "account", Paid.class, State.class, ValueCodecTest::noActor);
  }

  private static <E, S> PersistentActor<Command<?, ?>, E, S> noActor() {
    throw new IllegalStateException("No actor is made here.");
  }

  private static void refused(ActorType<?, ?, ?> type, String words) {
    TypeRefused refused = assertThrows(TypeRefused.class, () -> ActorSchema.of(type));
    assertTrue(refused.getMessage().contains(words), refused.getMessage());
  }
}
