package dev.cairn.api;

import java.util.Objects;
import java.util.function.Function;

/**
 * Stores values of an unsupported class within events and states, in the form of a supported class.
 *
 * <pre>{@code
 * ActorType.of(...)
 *     .storing(ValueCodec.of(Currency.class, String.class, Currency::getCurrencyCode, Currency::getInstance))
 *     .storing(ValueCodec.of(Money.class, Amount.class, Amount::of, Amount::toMoney))
 * }</pre>
 *
 * The store contains only the stored form: it is in the type dictionary, tools show its fields, and a record form
 * evolves like any other record. To replace the class by its stored form, or the other way round, changes nothing in
 * the store.
 *
 * @param type the class, which may then be a component, or an element of a list, a set, a map or an {@code Optional}.
 *     Not a class that is always stored as it is.
 * @param form the stored form: a record, an enum, a sealed interface of records, or a class that is always stored as it
 *     is, such as {@code String}
 * @param to makes the form from a value; deterministic, without side effects, never returns null, runs on any thread.
 *     An exception rejects the event.
 * @param from makes the value from a form, under the same rules. An exception makes the stored record unreadable.
 */
public record ValueCodec<T, F>(Class<T> type, Class<F> form, Function<? super T, ? extends F> to,
    Function<? super F, ? extends T> from) {

  /** Refuses missing parts. */
  public ValueCodec {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(form, "form");
    Objects.requireNonNull(to, "to");
    Objects.requireNonNull(from, "from");
  }

  /** The same as the constructor. */
  public static <T, F> ValueCodec<T, F> of(Class<T> type, Class<F> form, Function<? super T, ? extends F> to,
      Function<? super F, ? extends T> from) {
    return new ValueCodec<>(type, form, to, from);
  }
}
