package dev.cairn.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class OracleTest {

  @Test
  void an_account_is_the_sum_of_its_rows() {
    var oracle = new Oracle();
    List.of(new Row(1, "a", Kind.CREDIT, 500), new Row(2, "b", Kind.DEBIT, 7), new Row(3, "a", Kind.DEBIT, 501))
        .forEach(oracle);
    assertEquals(Map.of("a", new Ledger(-1, 2, 3), "b", new Ledger(-7, 1, 2)), oracle.ledgers());
    assertEquals(3, oracle.rows());
  }

  @Test
  void an_account_folds_its_events_to_the_same_ledger() {
    var account = new Account();
    var one = account.apply(account.initialState(), new AccountEvent.Credited(1, 500));
    assertEquals(new Ledger(-1, 2, 3), account.apply(one, new AccountEvent.Debited(3, 501)));
  }
}
