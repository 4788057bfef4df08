package dev.cairn.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.api.ActorSystem;
import dev.cairn.spring.Applications.Counting;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Meters and spans in an application that has Micrometer. */
@Timeout(180)
class CairnMetricsAutoConfigurationTest {
  private static final List<String> OBSERVED = new CopyOnWriteArrayList<>();

  @TempDir
  Path data;

  /** An application with meters. */
  @Configuration(proxyBeanMethods = false)
  static class Metered {
    @Bean
    MeterRegistry meters() {
      return new SimpleMeterRegistry();
    }

    @Bean
    ObservationRegistry observations() {
      ObservationRegistry registry = ObservationRegistry.create();
      registry.observationConfig().observationHandler(context -> {
        OBSERVED.add(context.getName());
        return true;
      });
      return registry;
    }
  }

  /** An application with traces. */
  @Configuration(proxyBeanMethods = false)
  static class Traced {
    @Bean
    Tracer tracer() {
      return Tracer.NOOP;
    }
  }

  @Test
  void the_registry_of_the_application_has_the_meters_of_the_system() {
    try (ConfigurableApplicationContext app = Applications.in(data, Counting.class, Metered.class).run()) {
      Applications.add(app.getBean(ActorSystem.class), 1);
      MeterRegistry meters = app.getBean(MeterRegistry.class);
      assertEquals(1, meters.get("cairn.persists").tag("type", "tally").timer().count());
      assertEquals(1, meters.get("cairn.actors.active").gauge().value());
      assertEquals(List.of(), OBSERVED, "nobody traces");
    }
  }

  @Test
  void commands_are_observed_where_the_application_traces() {
    try (ConfigurableApplicationContext app =
        Applications.in(data, Counting.class, Metered.class, Traced.class).run()) {
      Applications.add(app.getBean(ActorSystem.class), 1);
      assertEquals(List.of("cairn.command", "cairn.persist"), OBSERVED.stream().distinct().toList());
      OBSERVED.clear();
    }
  }

  @Test
  void an_application_without_meters_starts_as_before() {
    try (ConfigurableApplicationContext app = Applications.in(data, Counting.class).run()) {
      assertEquals(1, Applications.add(app.getBean(ActorSystem.class), 1));
    }
  }
}
