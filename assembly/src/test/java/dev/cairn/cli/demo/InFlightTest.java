package dev.cairn.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class InFlightTest {

  @Test
  void an_ask_waits_for_room() throws InterruptedException {
    var asks = new InFlight();
    List<CompletableFuture<String>> open = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      var answer = new CompletableFuture<String>();
      open.add(answer);
      asks.start(() -> answer);
    }
    var late = Thread.ofVirtual().start(() -> asks.start(() -> CompletableFuture.completedFuture("late")));
    open.forEach(answer -> answer.complete("done"));
    late.join();
    asks.await();
    assertEquals(256, open.size());
  }

  @Test
  void nothing_starts_after_the_first_failure_and_that_is_what_is_thrown() {
    var asks = new InFlight();
    var first = new IllegalStateException("first");
    asks.start(() -> CompletableFuture.failedFuture(first));
    assertSame(first, assertThrows(IllegalStateException.class, () -> asks.start(() -> {
      throw new AssertionError("was started");
    })));
  }

  @Test
  void waiting_for_all_throws_the_failure_without_its_wrapping() {
    var asks = new InFlight();
    var first = new IllegalStateException("first");
    asks.start(() -> CompletableFuture.failedFuture(first).thenApply(answer -> answer));
    assertSame(first, assertThrows(IllegalStateException.class, asks::await));
  }
}
