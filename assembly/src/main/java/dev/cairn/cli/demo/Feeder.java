package dev.cairn.cli.demo;

import dev.cairn.api.AlreadyDone;
import dev.cairn.cli.demo.AccountCommand.Book;
import dev.cairn.cli.print.Failure;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Books the rows that a store does not contain. It goes on after the last row of each account; a row's number is its
 * command id, so that booking a row again does nothing. Used by one thread.
 */
final class Feeder implements Consumer<Row> {
  private final Bank bank;
  private final Map<String, Long> lastRows = new HashMap<>();
  private final AtomicLong acknowledged;
  private final LongConsumer afterEach;
  private final InFlight asks = new InFlight();

  /**
   * Prepares a feeder.
   *
   * @param stored the stored ledger of each account
   * @param afterEach receives the number of acknowledged rows, on any thread
   */
  Feeder(Bank bank, Map<String, Ledger> stored, LongConsumer afterEach) {
    this.bank = bank;
    this.afterEach = afterEach;
    stored.forEach((account, ledger) -> lastRows.put(account, ledger.lastRow()));
    this.acknowledged = new AtomicLong(stored.values().stream().mapToLong(Ledger::rows).sum());
  }

  @Override
  public void accept(Row row) {
    long after = lastRows.getOrDefault(row.account(), 0L);
    if (row.number() <= after) {
      return;
    }
    lastRows.put(row.account(), row.number());
    var book = new Book(row.number(), after, row.kind(), row.cents());
    asks.start(() -> send(row, book));
  }

  /** Waits until every row is acknowledged. */
  void await() {
    asks.await();
  }

  private CompletableFuture<?> send(Row row, Book book) {
    return bank.account(row.account()).askAsync("row-" + row.number(), book).handle((ledger, trouble) -> {
      if (trouble != null) {
        acceptRepetition(row, InFlight.cause(trouble));
      }
      afterEach.accept(acknowledged.incrementAndGet());
      return ledger;
    });
  }

  private static void acceptRepetition(Row row, @Nullable Throwable trouble) {
    if (!(trouble instanceof AlreadyDone)) {
      throw new DemoStopped("Row " + row.number() + " was not booked: " + Failure.words(trouble) + ".", trouble);
    }
  }
}
