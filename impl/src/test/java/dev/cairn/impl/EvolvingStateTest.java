package dev.cairn.impl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.Evolution;
import dev.cairn.api.Persistence;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A stored state is read as the state of today, under every policy that stores one. */
class EvolvingStateTest {
  @TempDir
  Path data;

  record Add(long value) implements Command<Add, String> {}

  record Added(long value) {}

  static class Before {
    record Sum(long total) {}
  }

  static class After {
    record Sum(long count, long total) {}
  }

  static Stream<Persistence> policies() {
    return Stream.of(Persistence.full().snapshotEvery(1), Persistence.light(), Persistence.stateOnly());
  }

  @ParameterizedTest
  @MethodSource("policies")
  void a_stored_state_is_read_as_declared(Persistence policy) {
    ActorType<Add, Added, Before.Sum> before = type(Before.Sum.class, new Before.Sum(0),
        (sum, added) -> new Before.Sum(sum.total() + added.value())).with(policy);
    ActorType<Add, Added, After.Sum> after = type(After.Sum.class, new After.Sum(0, 0),
        (sum, added) -> new After.Sum(sum.count() + 1, sum.total() + added.value())).with(policy)
        .evolving(Evolution.declare().added(After.Sum.class, "count", 100L));
    try (ActorSystem system = open()) {
      system.entity(before, "1").ask(new Add(5));
      assertEquals("Sum[total=11]", system.entity(before, "1").ask(new Add(6)));
    }
    for (int opening = 1; opening <= 2; opening++) {
      try (ActorSystem system = open()) {
        assertEquals("Sum[count=" + (100 + opening) + ", total=" + (11 + opening) + "]",
            system.entity(after, "1").ask(new Add(1)));
      }
    }
  }

  private ActorSystem open() {
    return ActorSystem.builder().data(data).backend("sqlite").open();
  }

  private static <S> ActorType<Add, Added, S> type(Class<S> state, S initial, BiFunction<S, Added, S> apply) {
    return ActorType.of(MethodHandles.lookup(), "sum", Added.class, state, () -> new Summing<>(initial, apply));
  }

  private record Summing<S>(S initialState, BiFunction<S, Added, S> fold) implements PersistentActor<Add, Added, S> {

    @Override
    public S apply(S state, Added event) {
      return fold.apply(state, event);
    }

    @Override
    public Reply handle(Add add, PersistentContext<Added, S> ctx) {
      return add.reply(ctx.persist(new Added(add.value())).toString());
    }
  }
}
