package dev.cairn.examples.transfer;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.Answer;
import dev.cairn.examples.transfer.AccountCommand.Balance;
import dev.cairn.examples.transfer.AccountCommand.Deposit;

final class Main {
  private Main() {}

  public static void main(String[] args) {
    try (var system = ActorSystem.open()) {
      var alice = system.entity(Account.TYPE, "alice");
      var bob = system.entity(Account.TYPE, "bob");
      alice.tryAsk("first-deposit", new Deposit(100));

      var rent = system.entity(Transfer.TYPE, "rent-2026-01");
      for (int attempt = 1; attempt <= 3; attempt++) {          // repeated, but it happens once
        Answer<String> answer = rent.tryAsk(new Move("alice", "bob", 70));
        System.out.println("attempt " + attempt + ": " + answer);
      }
      System.out.println("alice " + alice.ask(new Balance()) + ", bob " + bob.ask(new Balance()));
    }
  }
}
