package dev.cairn.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.CairnException;
import dev.cairn.api.CairnListener;
import dev.cairn.api.EventHandler;
import dev.cairn.api.EventLog;
import dev.cairn.api.LoggedEvent;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The meters of a system. */
@Timeout(60)
class CairnMetricsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final CairnMetrics metrics = new CairnMetrics(registry);
  private ActorSystem system;

  @BeforeEach
  void open() {
    system = ActorSystem.builder().data(Path.of("memory")).backend("memory").listener(metrics)
        .askTimeout(Duration.ofSeconds(30)).open();
  }

  @AfterEach
  void close() {
    system.close();
  }

  private static void until(BooleanSupplier holds) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!holds.getAsBoolean()) {
      assertTrue(System.nanoTime() - end < 0, "It has not come to that.");
      Thread.onSpinWait();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private ActorRef<Till.Act<?>> till(String id) {
    return system.entity(Till.TYPE, id);
  }

  private long commands(String command, String outcome) {
    return registry.get("cairn.commands").tags("type", "till", "command", command, "outcome", outcome).timer().count();
  }

  private double gauge(String name, String... tags) {
    return registry.get(name).tags(tags).gauge().value();
  }

  @Test
  void commands_are_counted_and_timed_by_type_command_and_outcome() {
    till("1").ask(new Till.Pay(1));
    till("2").ask(new Till.Pay(2));
    assertThrows(CairnException.class, () -> till("1").ask(new Till.Pay(0)));
    assertThrows(CairnException.class, () -> till("1").ask(new Till.Pay(-1)));
    assertEquals(2, commands("Pay", "answered"));
    assertEquals(1, commands("Pay", "refused"));
    assertEquals(1, commands("Pay", "failed"));
  }

  @Test
  void persists_batches_and_recoveries_are_counted() {
    till("1").ask(new Till.Pay(1));
    till("1").ask(new Till.Run(ctx -> ctx.persistAll(List.of(new Till.Paid(1), new Till.Paid(2)))));
    assertEquals(2, registry.get("cairn.persists").tag("type", "till").timer().count());
    assertEquals(3, registry.get("cairn.events").tag("type", "till").counter().count());
    until(() -> registry.find("cairn.batches").timers().stream().mapToLong(each -> each.count()).sum() >= 2);
    until(() -> registry.find("cairn.batch.bytes").summaries().stream().anyMatch(each -> each.totalAmount() > 0));
    assertEquals(1, registry.get("cairn.recoveries").tag("type", "till").timer().count());
  }

  @Test
  void a_stuck_actor_is_seen_in_the_gauges() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    till("1").tell(new Till.Run(ctx -> {
      begun.countDown();
      await(goOn);
    }));
    await(begun);
    till("1").tell(new Till.Pay(1));
    till("1").tell(new Till.Pay(1));
    until(() -> gauge("cairn.actors", "activity", "handling") == 1);
    assertEquals(2, gauge("cairn.mailbox.waiting"));
    assertEquals(2, gauge("cairn.mailbox.deepest"));
    assertEquals(1, gauge("cairn.actors.active"));
    assertTrue(registry.get("cairn.command.oldest").timeGauge().value(TimeUnit.NANOSECONDS) > 0);
    goOn.countDown();
    until(() -> gauge("cairn.actors", "activity", "idle") == 1 && gauge("cairn.mailbox.waiting") == 0);
  }

  @Test
  void the_lag_of_a_reader_grows_while_it_stays_with_an_event_and_is_gone_with_the_reader() {
    till("1").ask(new Till.Pay(1));
    CountDownLatch goOn = new CountDownLatch(1);
    EventLog.Following following = system.log("main").follow("reader", new EventHandler() {
      @Override
      public void event(LoggedEvent event) {
        await(goOn);
      }
    });
    until(() -> registry.find("cairn.reader.lag").timeGauge() != null
        && gauge("cairn.reader.lag", "reader", "reader") > 0);
    double before = gauge("cairn.reader.lag", "reader", "reader");
    until(() -> gauge("cairn.reader.lag", "reader", "reader") > before);
    goOn.countDown();
    until(() -> gauge("cairn.reader.lag", "reader", "reader") == 0);
    until(() -> registry.get("cairn.reader.entries").tag("reader", "reader").counter().count() == 1);
    following.close();
    assertEquals(null, registry.find("cairn.reader.lag").timeGauge());
  }

  @Test
  void what_a_backend_counts_is_a_gauge_for_each_name() {
    metrics.measured(new CairnListener.Measured("sqlite", Map.of("wal-bytes", 7L)));
    metrics.measured(new CairnListener.Measured("sqlite", Map.of("wal-bytes", 8L)));
    assertEquals(8, gauge("cairn.backend", "backend", "sqlite", "statistic", "wal-bytes"));
  }

  @Test
  void a_closed_system_leaves_no_gauge_behind_and_the_next_one_has_its_own() {
    metrics.readerMoved(new CairnListener.ReaderMoved("main", "reader", 1, Optional.of(Instant.now())));
    metrics.measured(new CairnListener.Measured("memory", Map.of("streams", 1L)));
    system.close();
    assertEquals(List.of(), registry.getMeters().stream().map(Meter::getId)
        .filter(id -> id.getType() == Meter.Type.GAUGE).map(Meter.Id::getName).toList());
    open();
    system.entity(Till.TYPE, "1").ask(new Till.Pay(1));
    assertEquals(1, gauge("cairn.actors.active"));
  }

  @Test
  void no_tag_is_an_id_and_a_type_has_no_store() {
    assertEquals("till", CairnMetrics.type("/till@audit/4%2F2/child"));
    till("secret-id").ask(new Till.Pay(1));
    assertTrue(registry.getMeters().stream().flatMap(each -> each.getId().getTags().stream())
        .noneMatch(tag -> tag.getValue().contains("secret-id")));
  }
}
