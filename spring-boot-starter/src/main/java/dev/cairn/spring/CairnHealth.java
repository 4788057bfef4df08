package dev.cairn.spring;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.Statistics;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Up while the store answers. It is asked for its readers, which reads a little and waits for the persist deadline at
 * most. The counters are of this process.
 */
final class CairnHealth extends AbstractHealthIndicator {
  private final ActorSystem system;

  CairnHealth(ActorSystem system) {
    super("The store does not answer.");
    this.system = system;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    int readers = system.log(ActorType.MAIN_STORE).readers().size();
    Statistics counted = system.statistics();
    builder.up().withDetail("readers", readers).withDetail("active", counted.active())
        .withDetail("restarts", counted.restarts()).withDetail("deadLetters", counted.deadLetters());
  }
}
