package dev.cairn.spring;

import static dev.cairn.spring.Applications.add;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.api.ActorStopped;
import dev.cairn.api.ActorSystem;
import dev.cairn.spring.Applications.Counting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** When the system opens and closes in the life of an application. */
@Timeout(180)
class CairnLifecycleTest {
  @TempDir
  Path data;

  private static final List<Long> COUNTS = new ArrayList<>();

  /** As a web server that starts in its phase, and answers its last request when it is told to stop. */
  private static final class Server implements SmartLifecycle {
    private final ActorSystem system;
    private final int phase;
    private boolean running;

    Server(ActorSystem system, int phase) {
      this.system = system;
      this.phase = phase;
      COUNTS.add(add(system, 1));
    }

    @Override
    public void start() {
      COUNTS.add(add(system, 1));
      running = true;
    }

    @Override
    public void stop() {
      COUNTS.add(add(system, 1));
      running = false;
    }

    @Override
    public boolean isRunning() { return running; }

    @Override
    public int getPhase() { return phase; }
  }

  @Configuration(proxyBeanMethods = false)
  static class WithServers {
    @Bean
    Server early(ActorSystem system) {
      return new Server(system, -1);
    }

    @Bean
    Server late(ActorSystem system) {
      return new Server(system, SmartLifecycle.DEFAULT_PHASE);
    }
  }

  @Test
  void who_starts_and_stops_in_a_phase_can_use_the_system_from_its_constructor_to_its_stop() {
    COUNTS.clear();
    Applications.in(data, Counting.class, WithServers.class).run().close();
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L), COUNTS);
  }

  @Test
  void a_context_that_is_stopped_gives_its_folder_back_and_opens_it_again_when_it_is_started() {
    try (ConfigurableApplicationContext app = Applications.in(data, Counting.class).run()) {
      ActorSystem system = app.getBean(ActorSystem.class);
      assertEquals(1, add(system, 1));
      app.stop();
      assertThrows(ActorStopped.class, () -> add(system, 1));
      try (ConfigurableApplicationContext other = Applications.in(data, Counting.class).run()) {
        assertEquals(2, add(other.getBean(ActorSystem.class), 1));
      }
      app.start();
      assertEquals(3, add(system, 1));
    }
  }

  @Test
  void the_bean_is_an_object_like_any_other() {
    try (ConfigurableApplicationContext app = Applications.in(data, Counting.class).run()) {
      ActorSystem system = app.getBean(ActorSystem.class);
      assertEquals(system, system);
      assertNotEquals(system, null);
      assertEquals(system.hashCode(), system.hashCode());
      assertEquals("the actor system of the application", system.toString());
    }
  }

  @Test
  void a_bean_that_fails_after_the_system_was_opened_leaves_the_folder_free() {
    assertThrows(RuntimeException.class,
        () -> Applications.in(data, Counting.class, Broken.class).run());
    Applications.in(data, Counting.class).run().close();
  }

  @Configuration(proxyBeanMethods = false)
  static class Broken {
    @Bean
    String broken(ActorSystem system) {
      add(system, 1);
      throw new IllegalStateException("This bean is broken.");
    }
  }
}
