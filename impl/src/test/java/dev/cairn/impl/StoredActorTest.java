package dev.cairn.impl;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.KeyRing;
import dev.cairn.api.PersistRejected;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.PersonalKeys;
import dev.cairn.api.Reply;
import dev.cairn.testkit.ActorTest;
import dev.cairn.testkit.Call;
import dev.cairn.testkit.Fault;
import dev.cairn.testkit.FaultyStore;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The test kit's given, when, then, in a system. */
class StoredActorTest {
  private final FaultyStore store = FaultyStore.over("memory");

  record Count() implements Command<Count, Long> {}
  record Counted() {}
  record Sum(long value) {}

  /** Counts in its own way. */
  private record Counter(LongUnaryOperator next) implements PersistentActor<Count, Counted, Sum> {
    @Override
    public Sum initialState() {
      return new Sum(0);
    }

    @Override
    public Sum apply(Sum state, Counted event) {
      if (state.value() == 3) {
        throw new IllegalStateException("three is enough");
      }
      return new Sum(next.applyAsLong(state.value()));
    }

    @Override
    public Reply handle(Count count, PersistentContext<Counted, Sum> ctx) {
      return count.reply(ctx.persist(new Counted()).value());
    }
  }

  private static ActorType<Count, Counted, Sum> type(LongUnaryOperator next) {
    return ActorType.of(MethodHandles.lookup(), "counter", Counted.class, Sum.class, () -> new Counter(next));
  }

  private ActorSystem.Builder system() {
    return ActorSystem.builder().backend(store);
  }

  @Test
  void what_was_given_and_what_was_persisted_is_there_after_a_restart() {
    ActorTest.in(system(), type(value -> value + 1), test -> test
        .given(new Counted())
        .when(new Count()).thenEvents(new Counted()).thenReply(2L)
        .restart()
        .when(new Count()).thenReply(3L).thenState(new Sum(3))
        .when(new Count()).thenThrows(PersistRejected.class).thenEvents().thenState(new Sum(3)));
  }

  @Test
  void a_personal_actor_is_tested_with_keys_of_the_test(@TempDir Path folder) {
    try (KeyRing ring = TestKeys.ring(1).personalKeys(PersonalKeys.file(folder.resolve("personal.keys")))) {
      ActorTest.in(system().keys(ring), type(value -> value + 1).personal(), test -> test
          .given(new Counted())
          .when(new Count()).thenEvents(new Counted()).thenReply(2L)
          .restart()
          .when(new Count()).thenReply(3L));
    }
    ActorTest.of(type(value -> value + 1).personal()).when(new Count()).thenReply(1L);
  }

  @Test
  void a_store_that_fails_before_a_commit_is_seen_as_the_actor_sees_it() {
    ActorTest.in(system(), type(value -> value + 1), test -> {
      test.given(new Counted());
      store.next(Call.COMMIT, Fault.before());
      test.when(new Count()).thenThrows(RuntimeException.class).thenEvents().thenState(new Sum(1))
          .when(new Count()).thenReply(2L);
    });
  }

  @Test
  void an_apply_that_comes_to_another_state_the_second_time_is_caught() {
    AtomicLong calls = new AtomicLong();
    var type = type(value -> calls.incrementAndGet());
    var complaint =
        assertThrows(AssertionError.class, () -> ActorTest.in(system(), type, test -> test.when(new Count())));
    assertTrue(complaint.getMessage().contains("is not deterministic"), complaint::getMessage);
  }
}
