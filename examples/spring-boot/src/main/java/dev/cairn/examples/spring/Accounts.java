package dev.cairn.examples.spring;

import dev.cairn.api.ActorType;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** The application. */
@SpringBootApplication
public class Accounts {

  /** Starts it. */
  public static void main(String[] arguments) {
    SpringApplication.run(Accounts.class, arguments);
  }

  /** A type that is a bean is checked at the start: a release that cannot read its own events does not start. */
  @Bean
  ActorType<Account.Ask, Account.Event, Account.State> account() {
    return Account.TYPE;
  }
}
