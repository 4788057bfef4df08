package dev.cairn.spring;

import dev.cairn.micrometer.CairnMetrics;
import dev.cairn.micrometer.CairnTracing;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.ClassUtils;

/**
 * The meters of the system, where the application has {@code cairn-micrometer} and a {@link MeterRegistry}; and spans
 * of its commands, where it has a tracer of Micrometer and an {@link ObservationRegistry} too.
 */
@AutoConfiguration(before = CairnAutoConfiguration.class)
@ConditionalOnClass({ CairnMetrics.class, MeterRegistry.class, ObservationRegistry.class })
public class CairnMetricsAutoConfiguration {
  private static final String TRACER = "io.micrometer.tracing.Tracer";

  /** For Spring. */
  public CairnMetricsAutoConfiguration() {}

  /** Comes before the customizers of the application, which may set another tracer. */
  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  ActorSystemCustomizer cairnMetrics(ObjectProvider<MeterRegistry> meters,
      ObjectProvider<ObservationRegistry> observations, ApplicationContext context) {
    return builder -> {
      meters.ifUnique(registry -> builder.listener(new CairnMetrics(registry)));
      if (hasTracer(context)) {
        observations.ifUnique(registry -> builder.tracer(new CairnTracing(registry)));
      }
    };
  }

  private static boolean hasTracer(ApplicationContext context) {
    ClassLoader loader = context.getClassLoader();
    return ClassUtils.isPresent(TRACER, loader)
        && context.getBeanNamesForType(ClassUtils.resolveClassName(TRACER, loader)).length > 0;
  }
}
