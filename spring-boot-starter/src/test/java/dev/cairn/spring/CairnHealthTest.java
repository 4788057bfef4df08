package dev.cairn.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.api.ActorSystem;
import dev.cairn.spring.Applications.Counting;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;

/** The health of the system, as Spring Boot's health endpoint asks for it. */
@Timeout(180)
class CairnHealthTest {
  @TempDir
  Path data;

  @Test
  void it_is_up_while_the_store_answers_and_down_when_it_is_closed() {
    try (ConfigurableApplicationContext app = Applications.in(data, Counting.class).run()) {
      Applications.add(app.getBean(ActorSystem.class), 1);
      HealthIndicator health = app.getBean("cairnHealthIndicator", HealthIndicator.class);
      Health now = health.health();
      assertEquals(Status.UP, now.getStatus());
      assertEquals(Map.of("readers", 0, "active", 1L, "restarts", 0L, "deadLetters", 0L), now.getDetails());
      app.getBean(ActorSystem.class).close();
      assertEquals(Status.DOWN, health.health().getStatus());
    }
  }

  @Test
  void it_can_be_switched_off() {
    try (ConfigurableApplicationContext app =
        Applications.in(data, Counting.class).properties("management.health.cairn.enabled=false").run()) {
      assertEquals(Map.of(), app.getBeansOfType(CairnHealth.class));
    }
  }
}
