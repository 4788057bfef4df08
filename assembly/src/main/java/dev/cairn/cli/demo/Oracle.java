package dev.cairn.cli.demo;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The expected ledgers: adds up all rows without an actor and without a store. */
final class Oracle implements Consumer<Row> {
  private final Map<String, Ledger> ledgers = new LinkedHashMap<>();
  private long rows;

  @Override
  public void accept(Row row) {
    ledgers.merge(row.account(), Ledger.EMPTY.plus(row.number(), row.kind().change(row.cents())),
        (before, one) -> before.plus(one.lastRow(), one.cents()));
    rows++;
  }

  /** The accounts in the order of their first rows, with the expected ledgers. */
  Map<String, Ledger> ledgers() {
    return ledgers;
  }

  /** How many rows there are. */
  long rows() {
    return rows;
  }
}
