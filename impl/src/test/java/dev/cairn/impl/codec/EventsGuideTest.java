package dev.cairn.impl.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.Evolution;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import dev.cairn.api.ValueCodec;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Currency;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The examples of {@code docs/events.md}, compiled, and doing what the page says of them. */
class EventsGuideTest {
  private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  record Look() implements Command<Look, Long> {}

  static class Before {
    sealed interface AccountEvent {}

    record Deposited(long cents) implements AccountEvent {}

    record Withdrawn(long amount, String clerk) implements AccountEvent {}

    record Terminated(Reason reason) implements AccountEvent {}

    record Frozen() implements AccountEvent {}

    record Transferred(String to, double euros) implements AccountEvent {}

    record Exchanged(long cents, String currency) implements AccountEvent {}

    record Noted(String text) implements AccountEvent {}

    enum Reason {
      CUSTOMER, FRAUD
    }
  }

  sealed interface AccountEvent {}

  record Deposited(long cents, Currency currency) implements AccountEvent {}

  record Withdrawn(long cents) implements AccountEvent {}

  record Closed(Reason reason) implements AccountEvent {}

  record Transferred(String to, long cents) implements AccountEvent {}

  enum Reason {
    WISH, FRAUD
  }

  record TransferredInEuros(String to, double euros) {}

  record AccountState(long cents) {}

  record Exchanged(long cents, Currency currency) {}

  private static final Evolution GIVEN_UP = Evolution.declare()
      .split(Exchanged.class, old -> List.of(new Withdrawn(old.cents()), new Deposited(old.cents(), old.currency())))
      .ignored("Noted");

  static final Currency EUR = Currency.getInstance("EUR");

  static final ActorType<Look, AccountEvent, AccountState> TYPE = ActorType.of(
      MethodHandles.lookup(), "account", AccountEvent.class, AccountState.class, Account::new)
      .evolving(Evolution.declare()
          .added(Deposited.class, "currency", EUR)
          .renamed(Withdrawn.class, "amount", "cents")
          .removed(Withdrawn.class, "clerk")
          .formerly(Closed.class, "Terminated")
          .formerly(Reason.WISH, "CUSTOMER")
          .retired("Frozen")
          .upcast(TransferredInEuros.class, Transferred.class,
              old -> new Transferred(old.to(), Math.round(old.euros() * 100))))
      .storing(ValueCodec.of(Currency.class, String.class, Currency::getCurrencyCode, Currency::getInstance));

  private static final class Account implements PersistentActor<Look, AccountEvent, AccountState> {
    @Override
    public AccountState initialState() {
      return new AccountState(0);
    }

    @Override
    public AccountState apply(AccountState state, AccountEvent event) {
      return state;
    }

    @Override
    public Reply handle(Look look, PersistentContext<AccountEvent, AccountState> ctx) {
      return look.reply(ctx.state().cents());
    }
  }

  @Test
  void old_events_are_read_as_the_page_says() {
    Store before = Store.of(MethodHandles.lookup(), Before.AccountEvent.class, AccountState.class);
    Store now = Store.of(before.dictionary(), ActorSchema.of(withSplits()));
    assertEquals(new Deposited(5, EUR), read(before, now, new Before.Deposited(5)));
    assertEquals(new Withdrawn(6), read(before, now, new Before.Withdrawn(6, "Ada")));
    assertEquals(new Closed(Reason.WISH), read(before, now, new Before.Terminated(Before.Reason.CUSTOMER)));
    assertEquals(new Transferred("7", 150), read(before, now, new Before.Transferred("7", 1.5)));
    assertEquals(new SeveralEvents(List.of(new Withdrawn(7), new Deposited(7, EUR))),
        read(before, now, new Before.Exchanged(7, "EUR")));
    for (Object value : List.of(new Deposited(1, Currency.getInstance("USD")), new Transferred("8", 2))) {
      assertEquals(value, now.again(value));
    }
  }

  private static ActorType<?, ?, ?> withSplits() {
    Evolution all = TYPE.evolution();
    for (Evolution.Change change : GIVEN_UP.changes()) {
      all = switch (change) {
        case Evolution.Split<?> split -> split(all, split);
        case Evolution.Ignored ignored -> all.ignored(ignored.type());
        default -> throw new AssertionError(change);
      };
    }
    return TYPE.evolving(all);
  }

  private static <F extends Record> Evolution split(Evolution all, Evolution.Split<F> split) {
    return all.split(split.from(), split.step());
  }

  @Test
  void every_example_of_the_page_stands_here() throws IOException {
    String here = spaced(Files.readString(Path.of("src", "test", "java")
        .resolve(EventsGuideTest.class.getName().replace('.', '/') + ".java")));
    List<String> examples = EXAMPLE.matcher(Files.readString(Path.of("..", "docs", "events.md"))).results()
        .map(found -> spaced(found.group(1))).toList();
    assertEquals(4, examples.size());
    examples.forEach(example -> assertTrue(here.contains(example), example));
  }

  private static String spaced(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  private static Object read(Store writer, Store reader, Object value) {
    byte[] bytes = writer.write(value);
    return reader.codec().read(writer.codec().typeId(value), bytes, 0, bytes.length);
  }
}
