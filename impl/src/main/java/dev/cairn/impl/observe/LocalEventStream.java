package dev.cairn.impl.observe;

import dev.cairn.api.EventStream;
import dev.cairn.api.Subscription;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The event stream of one system: a list of subscriptions. */
public final class LocalEventStream implements EventStream {
  private static final GuardedLogger LOG = GuardedLogger.of(LocalEventStream.class);

  private final CopyOnWriteArrayList<Subscribed<?>> subscriptions = new CopyOnWriteArrayList<>();

  private final class Subscribed<T> implements Subscription {
    private final Class<T> events;
    private final Predicate<? super T> taker;
    private final AtomicLong dropped = new AtomicLong();

    Subscribed(Class<T> events, Predicate<? super T> taker) {
      this.events = events;
      this.taker = taker;
    }

    void offer(Object event) {
      if (!events.isInstance(event)) {
        return;
      }
      try {
        if (!taker.test(events.cast(event))) {
          dropped.incrementAndGet();
        }
      } catch (Throwable e) {
        dropped.incrementAndGet();
        LOG.log(System.Logger.Level.WARNING,
            () -> "A subscription to " + events.getName() + " could not take an event.", e);
      }
    }

    @Override
    public long dropped() {
      return dropped.get();
    }

    @Override
    public void close() {
      subscriptions.remove(this);
    }
  }

  /** Makes a stream without subscriptions. */
  public LocalEventStream() {}

  @Override
  public void publish(Object event) {
    Objects.requireNonNull(event, "event");
    for (Subscribed<?> subscription : subscriptions) {
      subscription.offer(event);
    }
  }

  @Override
  public <T> Subscription subscribe(Class<T> events, int waiting, Consumer<? super T> consumer) {
    Pump<T> pump = new Pump<>(waiting, Objects.requireNonNull(consumer, "consumer"));
    Subscription taken = subscribe(events, pump::offer);
    return new Subscription() {
      @Override
      public long dropped() {
        return taken.dropped();
      }

      @Override
      public void close() {
        taken.close();
        pump.close();
      }
    };
  }

  /**
   * Passes each event of a class to a function on the publishing thread. The function returns false if it drops one.
   */
  public <T> Subscription subscribe(Class<T> events, Predicate<? super T> taker) {
    Subscribed<T> subscription = new Subscribed<>(Objects.requireNonNull(events, "events"), taker);
    subscriptions.add(subscription);
    return subscription;
  }
}
