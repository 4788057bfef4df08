package dev.cairn.spring;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.CairnListener;
import dev.cairn.api.KeyRing;
import dev.cairn.api.TimeSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Opens the one {@link ActorSystem} of the application, unless the application has a bean of that type itself.
 *
 * <p>It opens when its bean is made, so every bean that is given it can use it at once. It closes in the phase {@link
 * #PHASE}, after the web server has answered its last request and everything else that Spring stops in phases has
 * stopped, and not when the JVM is told to end.
 *
 * <p>Every bean of the type {@link ActorType} is checked when the system opens. A bean of the type {@link KeyRing}
 * seals every store; a {@link CairnListener} and a {@link TimeSource} are those of the system; of several the one that
 * is {@code @Primary} counts.
 */
@AutoConfiguration
@ConditionalOnMissingBean(ActorSystem.class)
@EnableConfigurationProperties(CairnProperties.class)
public class CairnAutoConfiguration {

  /** The phase in which the system opens again and closes: among the first to start and the last to stop. */
  public static final int PHASE = Integer.MIN_VALUE / 2;

  /** For Spring. */
  public CairnAutoConfiguration() {}

  /** Opens the system; the application injects {@link #cairnActorSystem} instead. */
  @Bean
  CairnLifecycle cairnLifecycle(CairnProperties properties, ObjectProvider<ActorType<?, ?, ?>> types,
      ObjectProvider<KeyRing> keys, ObjectProvider<CairnListener> listener, ObjectProvider<TimeSource> time,
      ObjectProvider<ActorSystemCustomizer> customizers) {
    return CairnLifecycle.open(() -> {
      ActorSystem.Builder builder = ActorSystem.builder().closeWithJvm(false);
      properties.applyTo(builder);
      builder.types(types.orderedStream().toArray(ActorType<?, ?, ?>[]::new));
      keys.ifAvailable(builder::keys);
      listener.ifAvailable(builder::listener);
      time.ifAvailable(builder::time);
      customizers.orderedStream().forEach(each -> each.customize(builder));
      return builder.open();
    });
  }

  /** The system, for every bean that asks for it. */
  @Bean(destroyMethod = "")
  ActorSystem cairnActorSystem(CairnLifecycle lifecycle) {
    return lifecycle.system();
  }
}
