package dev.cairn.examples.account;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.api.Actor;
import dev.cairn.api.ActorContext;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.Command;
import dev.cairn.api.PlainType;
import dev.cairn.api.Reply;
import dev.cairn.testkit.ActorTest;
import dev.cairn.testkit.Call;
import dev.cairn.testkit.DictionaryFile;
import dev.cairn.testkit.Fault;
import dev.cairn.testkit.FaultyStore;
import dev.cairn.testkit.ManualTime;
import dev.cairn.testkit.Probe;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@SuppressWarnings("auxiliaryclass") // the account is shown as one file
class AccountTest {

  @Test
  void a_withdrawal_lowers_the_balance() {
    ActorTest.of(Account.TYPE)
        .given(new Deposited(100))
        .when(new Withdraw(30))
        .thenEvents(new Withdrawn(30))
        .thenReply(70L)
        .thenState(new AccountState(70));
  }

  @Test
  void nobody_withdraws_more_than_there_is() {
    ActorTest.of(Account.TYPE)
        .given(new Deposited(100))
        .when(new Withdraw(130)).thenRefused("insufficient funds").thenEvents()
        .when(new Balance()).thenReply(100L);
  }

  @Test
  void an_account_survives_a_restart() {
    ActorTest.in(ActorSystem.builder().backend(FaultyStore.over("memory")), Account.TYPE, test -> test
        .given(new Deposited(100))
        .when(new Withdraw(30)).thenEvents(new Withdrawn(30)).thenReply(70L)
        .when(new Withdraw(71)).thenRefused("insufficient funds")
        .restart()
        .when(new Balance()).thenReply(70L).thenState(new AccountState(70)));
  }

  @Test
  void whatever_a_store_of_the_last_release_holds_can_be_read() {
    DictionaryFile.at(Path.of("src/test/types.json"))
        .actors(Account.TYPE)
        .check();
  }

  @Test
  void a_deposit_is_neither_lost_nor_doubled_where_its_acknowledgement_is() {
    var store = FaultyStore.over("memory");
    try (var system = ActorSystem.builder().backend(store).open()) {
      var account = system.entity(Account.TYPE, "42");
      account.ask("deposit-1", new Deposit(100));
      store.next(Call.COMMIT, Fault.after());
      account.tryAsk("deposit-2", new Deposit(50)); // stored, but the store fails before it says so
    }
    try (var system = ActorSystem.builder().backend(store).open()) {
      var account = system.entity(Account.TYPE, "42");
      account.tryAsk("deposit-2", new Deposit(50)); // the same id: not executed again
      assertEquals(150, account.ask(new Balance()));
    }
  }

  @Test
  void a_standing_order_pays_every_month() {
    var time = new ManualTime();
    try (var system = ActorSystem.builder().backend(FaultyStore.over("memory")).time(time).open()) {
      Probe<AccountCommand<?>> account = Probe.in(system);
      Runnable payment = () -> account.ref().tell(new Withdraw(70_000));
      system.spawn(PlainType.of("standing-order", () -> new StandingOrder(payment)), "rent");
      account.expectNothing();
      time.advance(Duration.ofDays(30));
      assertEquals(70_000, account.expect(Withdraw.class).cents());
    }
  }

  /** Pays once a month. */
  private record StandingOrder(Runnable payment) implements Actor<StandingOrder.Due> {
    private record Due() implements Command<Due, Boolean> {}

    @Override
    public void started(ActorContext ctx) {
      ctx.timers().every("rent", Duration.ofDays(30), new Due());
    }

    @Override
    public Reply handle(Due due, ActorContext ctx) {
      payment.run();
      return due.reply(true);
    }
  }
}
