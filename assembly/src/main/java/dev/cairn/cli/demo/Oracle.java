package dev.cairn.cli.demo;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The plain fold of all rows, an account at a time, without an actor and without a store: what must come out. */
final class Oracle implements Consumer<Row> {
  private final Map<String, Ledger> ledgers = new LinkedHashMap<>();
  private long rows;

  @Override
  public void accept(Row row) {
    ledgers.merge(row.account(), Ledger.EMPTY.plus(row.number(), row.kind().signed(row.cents())),
        (before, one) -> before.plus(one.lastRow(), one.cents()));
    rows++;
  }

  /** The accounts in the order in which they first appear, with what they must amount to. */
  Map<String, Ledger> ledgers() {
    return ledgers;
  }

  /** How many rows there are. */
  long rows() {
    return rows;
  }
}
