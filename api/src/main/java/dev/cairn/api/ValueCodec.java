package dev.cairn.api;

import java.util.Objects;
import java.util.function.Function;

/**
 * How values of a class that cannot be stored by itself stand in events and states: as a value that can.
 *
 * <pre>{@code
 * ActorType.of(...)
 *     .storing(ValueCodec.of(Currency.class, String.class, Currency::getCurrencyCode, Currency::getInstance))
 *     .storing(ValueCodec.of(Money.class, Amount.class, Amount::of, Amount::toMoney))
 * }</pre>
 *
 * The store knows the stored form alone: its kind stands in the type dictionary, tools show its fields, and a record
 * form evolves like any other. To replace the class by its stored form, or the other way round, changes nothing in the
 * store.
 *
 * @param type the class; it can then be a component, or stand in a list, a set, a map or an {@code Optional}. None that
 *     is always stored as it is.
 * @param form what is stored: a record, an enum, a sealed interface of records, or a class that is always stored as it
 *     is, such as {@code String}
 * @param to makes the form of a value; deterministic, without side effects, never null, on any thread. An exception
 *     rejects the event.
 * @param from makes the value of a form; the same holds. An exception makes what is stored unreadable.
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

  /** The same as the constructor, and reads better. */
  public static <T, F> ValueCodec<T, F> of(Class<T> type, Class<F> form, Function<? super T, ? extends F> to,
      Function<? super F, ? extends T> from) {
    return new ValueCodec<>(type, form, to, from);
  }
}
