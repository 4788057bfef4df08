package dev.cairn.console.browser;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.TimeSource;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A shop with some days of orders. */
final class Shop implements AutoCloseable {
  private static final List<String> CUSTOMERS = List.of("Ada Byron", "Grace Hopper", "Emmy Noether", "Lise Meitner");
  private static final List<String> CITIES = List.of("Lisbon", "Zürich", "Ghent", "Oslo");
  private static final List<String> ARTICLES =
      List.of("Linen notebook", "Fountain pen", "Bottle of ink, blue-black", "Letter opener", "Wax seal");

  private final Calendar calendar = new Calendar();
  private final Random random = new Random(7);
  private final ActorSystem system;

  /** A clock that is moved by hand. */
  private static final class Calendar implements TimeSource {
    private final ScheduledExecutorService alarms = Executors.newScheduledThreadPool(1,
        Thread.ofPlatform().daemon().factory());
    private volatile Instant now = Instant.parse("2026-03-02T08:00:00Z");

    @Override
    public Instant now() {
      return now;
    }

    @Override
    public long nanos() {
      return System.nanoTime();
    }

    @Override
    public Alarm schedule(Duration delay, Runnable task) {
      var alarm = alarms.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
      return () -> alarm.cancel(false);
    }
  }

  Shop(Path data) {
    system = ActorSystem.builder().data(data).backend("sqlite").time(calendar).open();
  }

  ActorSystem system() {
    return system;
  }

  void sell(int orders) {
    for (int order = 0; order < orders; order++) {
      String id = "2026-" + (1000 + order);
      ask(id, new Order.Placed(any(CUSTOMERS), any(CITIES)), 0);
      BigDecimal total = BigDecimal.ZERO;
      for (int line = 0; line <= order % 5; line++) {
        BigDecimal price = new BigDecimal(random.nextInt(200, 4_000)).movePointLeft(2);
        ask(id, new Order.Added(ARTICLES.get((order + line) % ARTICLES.size()), 1 + line % 3, price), 0);
        total = total.add(price);
      }
      ask(id, new Order.Paid("card", total), 0);
      ask(id, new Order.Shipped("CH-" + (88_000 + order)), 0);
    }
    system.log("main").follow("warehouse", event -> {
    }).close();
    ask("2026-0001", new Order.Placed("<script>alert('hello')</script>", "Ghent"), 0);
  }

  /** Stores something many times a second, and keeps one actor behind, until it is interrupted. */
  void trade() {
    for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
      String id = "live-" + i % 12;
      system.entity(Order.TYPE, id).askAsync(new Order.Act(new Order.Added(any(ARTICLES), 1, BigDecimal.ONE),
          i % 12 == 3 ? 900 : 5));
      LockSupport.parkNanos(Duration.ofMillis(15 + 10 * (i / 100 % 4)).toNanos());
    }
  }

  private String any(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  private void ask(String id, Order.Happened what, long millis) {
    long hour = calendar.now.atZone(ZoneOffset.UTC).getHour();
    calendar.now = calendar.now.plusSeconds(hour < 8 || hour > 19 ? 3_600 : random.nextInt(30, 900));
    system.entity(Order.TYPE, id).ask(new Order.Act(what, millis));
  }

  @Override
  public void close() {
    system.close();
  }
}
