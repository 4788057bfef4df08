package dev.cairn.cli.demo;

import dev.cairn.cli.progress.Progress;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/**
 * The work of one process of the demo: check the input, recover the accounts, book the other rows, compare. Every row
 * is checked before the store is opened, so a bad row leaves nothing behind.
 */
final class BankRun {
  /** The exit code of a process that has halted itself. */
  static final int HALTED = 86;

  private final DemoOptions options;
  private final Act act;
  private final Progress.Display display;
  private final PrintStream err;
  private final Runnable halt;
  private final long startMillis;

  /**
   * Describes a run.
   *
   * @param err shows a person why the demo waits
   * @param halt ends the process without warning
   * @param startMillis when the demo began, in milliseconds since 1970
   */
  BankRun(DemoOptions options, Act act, Progress.Display display, PrintStream err, Runnable halt, long startMillis) {
    this.options = options;
    this.act = act;
    this.display = display;
    this.err = err;
    this.halt = halt;
    this.startMillis = startMillis;
  }

  Summary run() {
    Input input = options.open();
    var oracle = new Oracle();
    String sha256 = check(input, oracle);
    boolean survived = options.storeExists();
    try (var bank = Bank.open(options, err)) {
      if (survived) {
        Bank.requireOwnStore(options);
      }
      bank.claim(new Import.Begin(input.name(), oracle.rows(), sha256), options);
      Map<String, Ledger> stored = read("Recovering", bank, oracle);
      feed(input, bank, stored, oracle.rows(), sha256);
      return compare(oracle, stored, read("Comparing", bank, oracle), survived);
    }
  }

  private String check(Input input, Oracle oracle) {
    try (var progress = begin("Checking", input.size(), input.unit())) {
      return input.read(oracle, progress::stepTo);
    }
  }

  private Map<String, Ledger> read(String task, Bank bank, Oracle oracle) {
    var accounts = oracle.ledgers().keySet();
    try (var progress = begin(task, accounts.size(), "accounts")) {
      return bank.read(accounts, progress);
    }
  }

  private Progress begin(String task, long size, String unit) {
    return display.beginLate(task, size, unit);
  }

  private void feed(Input input, Bank bank, Map<String, Ledger> stored, long rows, String sha256) {
    long before = rowsOf(stored);
    if (before == rows) {
      return;
    }
    try (var progress = display.begin("Booking", before, rows, "rows")) {
      var feeder = new Feeder(bank, stored, haltAt(before, rows, progress));
      String again = input.read(feeder, read -> {});
      feeder.await();
      if (!again.equals(sha256)) {
        throw new DemoStopped("The input " + input.name() + " was changed while it was read.");
      }
    }
  }

  private LongConsumer haltAt(long before, long rows, Progress progress) {
    long half = rows / 2;
    boolean halts = act == Act.FIRST && before < half;
    return acknowledged -> {
      if (halts && acknowledged == half) {
        halt.run();
      }
      progress.stepTo(acknowledged);
    };
  }

  private Summary compare(Oracle oracle, Map<String, Ledger> stored, Map<String, Ledger> found, boolean survived) {
    long recovered = rowsOf(stored);
    var wrong = wrongBalances(oracle.ledgers(), found);
    long half = oracle.rows() / 2;
    OptionalLong haltedAt = act == Act.SECOND ? OptionalLong.of(half) : OptionalLong.empty();
    long lost = act == Act.SECOND && survived ? Math.max(0, half - recovered) : 0;
    double seconds = (System.currentTimeMillis() - startMillis) / 1000.0;
    return new Summary(oracle.rows(), oracle.ledgers().size(), haltedAt, recovered, lost, seconds, found.size(), wrong,
        options.storeExists() ? Optional.of(options.data()) : Optional.empty(),
        oracle.ledgers().keySet().stream().findFirst());
  }

  private static List<String> wrongBalances(Map<String, Ledger> expected, Map<String, Ledger> found) {
    var wrong = new ArrayList<String>();
    expected.forEach((account, ledger) -> {
      Ledger actual = found.getOrDefault(account, Ledger.EMPTY);
      if (!actual.equals(ledger)) {
        wrong.add("account " + account + " has " + text(actual) + "; expected: " + text(ledger));
      }
    });
    return wrong;
  }

  private static String text(Ledger ledger) {
    return Cents.format(ledger.cents()) + " in " + ledger.rows() + " rows up to row " + ledger.lastRow();
  }

  private static long rowsOf(Map<String, Ledger> ledgers) {
    return ledgers.values().stream().mapToLong(Ledger::rows).sum();
  }
}
