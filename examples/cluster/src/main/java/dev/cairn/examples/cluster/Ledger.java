package dev.cairn.examples.cluster;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * The rows of the bank, who was given which, and a plain fold of all that were given: what the accounts must hold in
 * the end. An account has one row under way at a time. Any thread may call.
 */
final class Ledger {
  private static final long PATIENCE_NANOS = 5_000_000_000L;

  private final int accounts;
  private final Random random = new Random(20_260_101);
  private final Map<Long, Row> underWay = new TreeMap<>();
  private final Map<String, Long> balances = new HashMap<>();
  private long rows;
  private long longestNanos;

  /** A row that is not yet booked; when it was first given, and when last. */
  private record Row(long number, String account, long cents, long first, long last) {
    String order() {
      return "book " + number + " " + account + " " + cents;
    }
  }

  Ledger(int accounts) {
    this.accounts = accounts;
  }

  /** The next row for an account that waits for none, as an order; empty if all wait. */
  synchronized String next() {
    for (int tries = 0; tries < accounts; tries++) {
      String account = "account-" + random.nextInt(accounts);
      if (underWay.values().stream().noneMatch(row -> row.account().equals(account))) {
        long now = System.nanoTime();
        Row row = new Row(++rows, account, random.nextInt(-5_000, 10_000), now, now);
        underWay.put(row.number(), row);
        balances.merge(account, row.cents(), Long::sum);
        return row.order();
      }
    }
    return "";
  }

  /** Rows without an answer for long, as orders: whoever had them is gone, or stands still. */
  synchronized List<String> overdue() {
    long now = System.nanoTime();
    List<Row> late = underWay.values().stream().filter(row -> now - row.last() > PATIENCE_NANOS).toList();
    late.forEach(
        row -> underWay.put(row.number(), new Row(row.number(), row.account(), row.cents(), row.first(), now)));
    return late.stream().map(Row::order).toList();
  }

  /** The order of a row that was not booked, to be given again; empty if it was booked meanwhile. */
  synchronized String again(long number) {
    Row row = underWay.get(number);
    return row == null ? "" : row.order();
  }

  synchronized void done(long number) {
    Row row = underWay.remove(number);
    if (row != null) {
      longestNanos = Math.max(longestNanos, System.nanoTime() - row.first());
    }
  }

  synchronized int underWay() {
    return underWay.size();
  }

  synchronized long rows() {
    return rows;
  }

  /** The longest time, in seconds, from the moment a row was first given until it was booked. */
  synchronized double longestGap() {
    return longestNanos / 1e9;
  }

  /** What each account must hold. */
  synchronized Map<String, Long> balances() {
    return Map.copyOf(balances);
  }

  /** How many balances of the bank differ from the fold. */
  synchronized long wrong(Map<String, Long> bank) {
    long wrong = 0;
    for (Iterator<Map.Entry<String, Long>> each = balances.entrySet().iterator(); each.hasNext();) {
      Map.Entry<String, Long> account = each.next();
      wrong += account.getValue().equals(bank.get(account.getKey())) ? 0 : 1;
    }
    return wrong;
  }
}
