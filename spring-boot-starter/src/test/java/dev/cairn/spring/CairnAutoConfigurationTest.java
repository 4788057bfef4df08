package dev.cairn.spring;

import static dev.cairn.spring.Applications.add;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.CairnListener;
import dev.cairn.api.StoreRefused;
import dev.cairn.api.TypeRefused;
import dev.cairn.spring.Applications.Counting;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** The system as a bean: what it is made of, and when it is refused. */
@Timeout(180)
class CairnAutoConfigurationTest {
  @TempDir
  Path data;

  record Unstorable(Object any) {}

  @Configuration(proxyBeanMethods = false)
  static class WithAnUnstorableType {
    @Bean
    ActorType<Tally.Add, Unstorable, Tally.Count> unstorable() {
      return ActorType.of(MethodHandles.lookup(), "bad", Unstorable.class, Tally.Count.class, () -> {
        throw new AssertionError("Nobody makes an actor of a type that is refused.");
      });
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class WithAListener {
    final List<String> persisted = new ArrayList<>();

    @Bean
    CairnListener listener() {
      return new CairnListener() {
        @Override
        public void persisted(Persisted event) {
          persisted.add(event.path());
        }
      };
    }

    @Bean
    ActorSystemCustomizer fewer() {
      return builder -> builder.setting("cache-mib", "8");
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class WithItsOwnSystem {
    @Bean
    ActorSystem mine() {
      return ActorSystem.builder().data(Path.of("mine")).backend("memory").open();
    }
  }

  @Test
  void what_an_application_has_stored_is_there_after_its_next_start() {
    for (long start = 1; start <= 2; start++) {
      try (ConfigurableApplicationContext app = Applications.in(data, Counting.class).run()) {
        assertEquals(start, add(app.getBean(ActorSystem.class), 1));
      }
    }
    assertTrue(Files.exists(data.resolve("cairn.sqlite")));
  }

  @Test
  void an_actor_type_that_cannot_be_used_lets_the_start_fail_and_the_folder_is_free_again() {
    Throwable failure = assertThrows(RuntimeException.class,
        () -> Applications.in(data, Counting.class, WithAnUnstorableType.class).run());
    assertInstanceOf(TypeRefused.class, NestedExceptionUtils.getMostSpecificCause(failure));
    Applications.in(data, Counting.class).run().close();
  }

  @Test
  void a_key_that_nobody_knows_is_refused() {
    Throwable failure = assertThrows(RuntimeException.class,
        () -> Applications.in(data, Counting.class).properties("cairn.bakcend=rocksdb").run());
    assertInstanceOf(UnboundConfigurationPropertiesException.class, NestedExceptionUtils.getMostSpecificCause(failure));
    assertFalse(Files.exists(data.resolve("cairn.sqlite")));
  }

  @Test
  void every_setting_reaches_the_builder() {
    try (ConfigurableApplicationContext app = Applications.in(data, Counting.class).properties("cairn.durability=os",
        "cairn.setting.cache-mib=8", "cairn.ask-timeout=1m", "cairn.persist-deadline=20s", "cairn.stop-deadline=5s",
        "cairn.idle-after=1h", "cairn.max-active=10", "cairn.check-states=true", "cairn.chain=true",
        "cairn.backends=" + data).run()) {
      assertEquals(3, add(app.getBean(ActorSystem.class), 3));
    }
    Throwable failure = assertThrows(RuntimeException.class,
        () -> Applications.in(data, Counting.class).properties("cairn.durability=none").run());
    assertInstanceOf(StoreRefused.class, failure(failure, StoreRefused.class));
  }

  @Test
  void a_placement_and_its_settings_reach_the_builder() {
    assertTrue(
        refusal("cairn.placement=none", "cairn.setting.cluster.port=1").contains("placement none was not found"));
    assertTrue(refusal("cairn.setting.cluster.port=1").contains("cluster.port is given, and no placement is chosen"));
  }

  private String refusal(String... properties) {
    Throwable failure = assertThrows(RuntimeException.class,
        () -> Applications.in(data, Counting.class).properties(properties).run());
    return String.valueOf(failure(failure, StoreRefused.class).getMessage());
  }

  @Test
  void the_environment_may_write_names_as_cairn_does() {
    try (ConfigurableApplicationContext app = inEnvironment(
        Map.of("CAIRN_SETTING_CACHE_MIB", "8", "CAIRN_ASK_TIMEOUT", "7s")).run()) {
      assertEquals(Duration.ofSeconds(7), app.getBean(CairnProperties.class).askTimeout());
    }
    Throwable failure =
        assertThrows(RuntimeException.class, () -> inEnvironment(Map.of("CAIRN_SETTING_CACHE_MIB", "0")).run());
    String told = String.valueOf(failure(failure, StoreRefused.class).getMessage());
    assertTrue(told.contains("cache-mib"), told);
  }

  private SpringApplicationBuilder inEnvironment(Map<String, Object> variables) {
    StandardEnvironment environment = new StandardEnvironment();
    environment.getPropertySources().replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
        new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
    return Applications.in(data, Counting.class).environment(environment);
  }

  @Test
  void a_listener_and_a_customizer_are_beans() {
    try (ConfigurableApplicationContext app =
        Applications.in(data, Counting.class, WithAListener.class).run()) {
      add(app.getBean(ActorSystem.class), 1);
      assertEquals(List.of("/tally/1"), app.getBean(WithAListener.class).persisted);
    }
  }

  @Test
  void an_application_with_a_system_of_its_own_keeps_it() {
    try (ConfigurableApplicationContext app = Applications.in(data, Counting.class, WithItsOwnSystem.class).run()) {
      assertSame(app.getBean("mine"), app.getBean(ActorSystem.class));
      assertTrue(app.getBeansOfType(CairnLifecycle.class).isEmpty());
    }
    assertFalse(Files.exists(data.resolve("cairn.sqlite")));
  }

  private static <T extends Throwable> T failure(Throwable thrown, Class<T> type) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (type.isInstance(each)) {
        return type.cast(each);
      }
    }
    throw new AssertionError("No " + type.getSimpleName() + " was thrown.", thrown);
  }
}
