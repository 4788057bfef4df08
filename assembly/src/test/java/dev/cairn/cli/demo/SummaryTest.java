package dev.cairn.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.cli.print.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class SummaryTest {

  @Test
  void a_machine_gets_every_number_on_one_line() {
    assertEquals("{\"transactions\":10,\"accounts\":3,\"halted_at\":5,\"recovered_events\":6,\"acknowledged_lost\":0,"
        + "\"seconds\":1.235,\"balances_checked\":3,\"balances_wrong\":0,\"data\":\"bank\"}",
        Json.line(summary(OptionalLong.of(5), 0, List.of()).json()));
  }

  @Test
  void a_demo_without_a_halt_halted_at_null() {
    assertTrue(Json.line(summary(OptionalLong.empty(), 0, List.of()).json()).contains("\"halted_at\":null"));
  }

  @Test
  void a_wrong_balance_or_a_lost_row_is_not_good() {
    assertTrue(summary(OptionalLong.empty(), 0, List.of()).isGood());
    assertFalse(summary(OptionalLong.empty(), 0, List.of("account 7 is wrong")).isGood());
    assertFalse(summary(OptionalLong.of(5), 1, List.of()).isGood());
  }

  @Test
  void a_person_reads_which_accounts_are_wrong() {
    assertTrue(summary(OptionalLong.empty(), 0, List.of("account \u001b is wrong")).text()
        .contains("  account \\u001b is wrong\n"));
  }

  private static Summary summary(OptionalLong haltedAt, long lost, List<String> wrong) {
    return new Summary(10, 3, haltedAt, 6, lost, 1.23456, 3, wrong, Optional.of(Path.of("bank")), Optional.of("7"));
  }
}
