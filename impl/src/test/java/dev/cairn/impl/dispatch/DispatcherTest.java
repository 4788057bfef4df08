package dev.cairn.impl.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.cairn.impl.Patience;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DispatcherTest {
  private static final int MANY = 20_000;

  @Test
  void each_actor_runs_once_whoever_dispatches_it() throws InterruptedException {
    AtomicIntegerArray runs = new AtomicIntegerArray(2 * MANY);
    CountDownLatch all = new CountDownLatch(2 * MANY);
    Runnable dispatching = () -> IntStream.range(0, MANY).forEach(i -> Dispatcher.dispatch(() -> {
      runs.incrementAndGet(i);
      all.countDown();
      Dispatcher.dispatch(() -> {
        runs.incrementAndGet(MANY + i);
        all.countDown();
      });
    }));
    Thread.ofPlatform().start(dispatching).join();
    Patience.await(all);
    for (int i = 0; i < 2 * MANY; i++) {
      assertEquals(1, runs.get(i));
    }
  }

  @Test
  void actors_that_wait_keep_no_other_actor_from_a_thread() {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch waiting = new CountDownLatch(1_000);
    CountDownLatch ended = new CountDownLatch(1_000);
    for (int i = 0; i < 1_000; i++) {
      Dispatcher.dispatch(() -> {
        waiting.countDown();
        Patience.await(go);
        ended.countDown();
      });
    }
    Patience.await(waiting);
    CountDownLatch other = new CountDownLatch(1);
    Dispatcher.dispatch(other::countDown);
    Patience.await(other);
    go.countDown();
    Patience.await(ended);
  }

  @Test
  void an_actor_that_is_interrupted_leaves_no_interrupt_to_the_next_one() {
    List<Boolean> seen = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch all = new CountDownLatch(MANY);
    for (int i = 0; i < MANY; i++) {
      Dispatcher.dispatch(() -> {
        seen.add(Thread.currentThread().isInterrupted());
        Thread.currentThread().interrupt();
        all.countDown();
      });
    }
    Patience.await(all);
    assertFalse(seen.contains(true));
  }

  @Test
  void deferred_work_runs_where_no_actor_is_ready() {
    CountDownLatch done = new CountDownLatch(1);
    Dispatcher.defer(done::countDown);
    Patience.await(done);
  }

  @Test
  void deferred_work_runs_although_there_is_always_an_actor_that_is_ready() {
    runsWhileActorsAreReady(Dispatcher::defer);
  }

  @Test
  void what_comes_first_runs_although_there_is_always_an_actor_that_is_ready() {
    runsWhileActorsAreReady(Dispatcher::first);
  }

  private static void runsWhileActorsAreReady(Consumer<Runnable> way) {
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger busy = new AtomicInteger();
    for (int i = 0; i < 8; i++) {
      busy(over, busy);
    }
    CountDownLatch done = new CountDownLatch(100);
    for (int i = 0; i < 100; i++) {
      way.accept(done::countDown);
    }
    Patience.await(done);
    over.set(true);
    Patience.until(() -> busy.get() == 0);
  }

  private static void busy(AtomicBoolean over, AtomicInteger busy) {
    busy.incrementAndGet();
    Dispatcher.dispatch(() -> {
      if (!over.get()) {
        busy(over, busy);
      }
      busy.decrementAndGet();
    });
  }

  @Test
  void an_actor_that_fills_its_stack_costs_no_other_actor() {
    CountDownLatch deep = new CountDownLatch(1);
    Dispatcher.dispatch(() -> {
      try {
        fall(0);
      } catch (StackOverflowError e) {
        deep.countDown();
      }
    });
    Patience.await(deep);
    CountDownLatch next = new CountDownLatch(1);
    Dispatcher.dispatch(next::countDown);
    Patience.await(next);
  }

  private static long fall(long depth) {
    LockSupport.parkNanos(0);
    return depth + fall(depth + 1);
  }
}
