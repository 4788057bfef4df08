package dev.cairn.impl.journal;

import dev.cairn.api.ActorRef;
import dev.cairn.api.LoggedEvent;
import dev.cairn.impl.journal.Chain.Order;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One chain, whoever keeps it: an actor, or a program that appends to its stream. */
interface ChainRef {

  <R> CompletableFuture<R> askAsync(@Nullable String commandId, Order<R> order);

  <R> R ask(@Nullable String commandId, Order<R> order);

  default <R> R ask(Order<R> order) {
    return ask(null, order);
  }

  default <R> CompletableFuture<R> askAsync(Order<R> order) {
    return askAsync(null, order);
  }

  Stream<LoggedEvent> events();

  /**
   * An actor's.
   *
   * @param history reads its events
   */
  static ChainRef of(ActorRef<Order<?>> actor, BiFunction<Long, Long, Stream<LoggedEvent>> history) {
    return new ChainRef() {
      @Override
      public <R> CompletableFuture<R> askAsync(@Nullable String id, Order<R> order) {
        return id == null ? actor.askAsync(order) : actor.askAsync(id, order);
      }

      @Override
      public <R> R ask(@Nullable String id, Order<R> order) {
        return id == null ? actor.ask(order) : actor.ask(id, order);
      }

      @Override
      public Stream<LoggedEvent> events() {
        return history.apply(1L, Long.MAX_VALUE);
      }
    };
  }
}
