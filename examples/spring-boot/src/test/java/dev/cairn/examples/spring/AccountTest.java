package dev.cairn.examples.spring;

import dev.cairn.testkit.ActorTest;
import org.junit.jupiter.api.Test;

class AccountTest {

  @Test
  void nobody_withdraws_more_than_there_is() {
    ActorTest.of(Account.TYPE)
        .given(new Account.Deposited(100))
        .when(new Account.Withdraw(130)).thenRefused("insufficient funds").thenEvents()
        .when(new Account.Withdraw(30)).thenEvents(new Account.Withdrawn(30)).thenReply(70L);
  }
}
