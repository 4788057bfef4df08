package dev.cairn.impl.actor;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.impl.Patience;
import dev.cairn.impl.actor.Puppet.Act;
import dev.cairn.testkit.ManualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the tests of this room stand on: a system in memory. */
abstract class ActorsTest {
  static final Duration LONG = Duration.ofSeconds(20);

  final ManualTime time = new ManualTime();
  final List<String> diary = new CopyOnWriteArrayList<>();
  ActorSystem system;

  @BeforeEach
  void open() {
    system = configured(ActorSystem.builder().data(Path.of("memory")).backend("memory").askTimeout(LONG)).open();
  }

  ActorSystem.Builder configured(ActorSystem.Builder builder) {
    return builder;
  }

  @AfterEach
  void close() {
    system.close();
  }

  ActorRef<Act<?>> puppet(String id) {
    return system.spawn(Puppet.type(diary), id);
  }

  static void join(Thread thread) {
    Patience.join(thread);
  }

  static void await(CountDownLatch latch) {
    Patience.await(latch);
  }

  static void until(BooleanSupplier holds) {
    Patience.until(holds);
  }
}
