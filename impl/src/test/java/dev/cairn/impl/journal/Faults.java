package dev.cairn.impl.journal;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What goes wrong with the backends of one provider. Any thread may call. */
final class Faults {

  /** Where within a call it fails. */
  enum Moment {
    /** Nothing was done. */
    BEFORE,
    /** Of a list of commits, the first half was stored. */
    MIDDLE,
    /** All was done, but nobody hears of it. */
    AFTER
  }

  /** Something to wait for within a commit. */
  interface Pause {
    void await() throws InterruptedException;
  }

  private record Planned(int nth, Moment moment, boolean goes) {}

  private final Map<Call, AtomicInteger> counts = new EnumMap<>(Call.class);
  private final Map<Call, Planned> planned = new EnumMap<>(Call.class);
  private final Map<Call, RuntimeException> standing = new EnumMap<>(Call.class);
  volatile @Nullable Function<List<Commit>, List<CommitResult>> answer;
  volatile UnaryOperator<@Nullable StoredEvent> damage = event -> event;
  volatile UnaryOperator<Snapshot> snapshotDamage = snapshot -> snapshot;
  volatile UnaryOperator<StreamHead> headDamage = head -> head;
  volatile @Nullable Pause pause;
  volatile Predicate<Call> hangs = call -> false;
  volatile @Nullable Pause reading;
  volatile Predicate<StoredEvent> hidden = event -> false;
  volatile int halved;
  final AtomicLong headsListed = new AtomicLong();

  Faults() {
    for (Call call : Call.values()) {
      counts.put(call, new AtomicInteger());
    }
  }

  /** Lets the nth call from now on fail, once. */
  synchronized void fail(Call call, int nth, Moment moment) {
    planned.put(call, new Planned(counts.get(call).get() + nth, moment, false));
  }

  /** Lets the nth call from now on fail, and then every opening until {@link #comeBack}. */
  synchronized void failAndGo(Call call, int nth, Moment moment) {
    planned.put(call, new Planned(counts.get(call).get() + nth, moment, true));
  }

  /** Lets work what fails every time; what is planned stays planned. */
  synchronized void comeBack() {
    standing.clear();
  }

  /** Lets every call fail until {@link #heal}. */
  synchronized void failAll(Call call, RuntimeException failure) {
    standing.put(call, failure);
  }

  /** Lets everything work again. */
  synchronized void heal() {
    planned.clear();
    standing.clear();
  }

  /** Whether a failure that was planned has not come yet. */
  synchronized boolean pending(Call call) {
    return planned.containsKey(call);
  }

  /** How often something was called. */
  int count(Call call) {
    return counts.get(call).get();
  }

  /** Counts a call, and fails it if it is to fail before anything is done; returns where else it is to fail. */
  synchronized @Nullable Moment enter(Call call) {
    int nth = counts.get(call).incrementAndGet();
    RuntimeException failure = standing.get(call);
    if (failure != null) {
      throw failure;
    }
    Planned plan = planned.get(call);
    if (plan == null || plan.nth() != nth) {
      return null;
    }
    planned.remove(call);
    if (plan.goes()) {
      standing.put(Call.OPEN, broken(Call.OPEN));
    }
    if (plan.moment() == Moment.BEFORE) {
      throw broken(call);
    }
    return plan.moment();
  }

  void pause() {
    await(pause);
  }

  /** Waits within a call that is to hang. */
  void hang(Call call) {
    if (hangs.test(call)) {
      await(reading);
    }
  }

  private static void await(@Nullable Pause waiting) {
    if (waiting != null) {
      try {
        waiting.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  static BackendException broken(Call call) {
    return new BackendException.Unavailable("the test broke " + call, null);
  }
}
