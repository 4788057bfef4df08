package dev.cairn.spring;

import dev.cairn.api.ActorSystem;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** The health of the system, where the application has Spring Boot's health. */
@AutoConfiguration(after = CairnAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(ActorSystem.class)
public class CairnHealthAutoConfiguration {

  /** For Spring. */
  public CairnHealthAutoConfiguration() {}

  /** Switched off with {@code management.health.cairn.enabled=false}. */
  @Bean
  @ConditionalOnEnabledHealthIndicator("cairn")
  @ConditionalOnMissingBean(name = "cairnHealthIndicator")
  HealthIndicator cairnHealthIndicator(ActorSystem system) {
    return new CairnHealth(system);
  }
}
