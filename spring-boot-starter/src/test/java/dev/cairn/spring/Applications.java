package dev.cairn.spring;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import java.nio.file.Path;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Applications without a web server. */
final class Applications {
  private Applications() {}

  /** An application with one actor type. */
  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Counting {
    @Bean
    ActorType<Tally.Add, Tally.Added, Tally.Count> tally() {
      return Tally.TYPE;
    }
  }

  /** An application in a folder, on SQLite. */
  static SpringApplicationBuilder in(Path data, Class<?>... sources) {
    return new SpringApplicationBuilder(sources).web(WebApplicationType.NONE)
        .properties("cairn.data=" + data, "cairn.backend=sqlite", "spring.main.banner-mode=off");
  }

  /** Adds to the tally of an application. */
  static long add(ActorSystem system, long number) {
    return system.entity(Tally.TYPE, "1").ask(new Tally.Add(number));
  }
}
