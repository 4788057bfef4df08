package dev.cairn.examples.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Lets a bank run on three processes; kills one, pauses one, lets one more join, and compares every balance with a
 * plain fold of the rows. {@code WORK URL PASSWORD_FILE [--json]}; exit code 0 only if no balance is wrong.
 */
final class Main {
  private static final int ACCOUNTS = 300;

  private final Path work;
  private final boolean json;

  private Main(Path work, boolean json) {
    this.work = work;
    this.json = json;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    boolean json = List.of(arguments).contains("--json");
    List<String> database = List.of("url=" + arguments[1], "user=cairn", "password-file=" + arguments[2]);
    System.exit(new Main(Path.of(arguments[0]), json).run(database) ? 0 : 1);
  }

  private boolean run(List<String> database) throws IOException, InterruptedException {
    long began = System.nanoTime();
    var ledger = new Ledger(ACCOUNTS);
    var bank = new Bank(work, database, ledger);
    tell("starting three processes");
    bank.start(0);
    TellerProcess paused = bank.start(1);
    TellerProcess killed = bank.start(2);
    tell("they have the accounts, and are given rows");
    bank.giveRowsFor(8);
    tell("killing one (kill -9)");
    killed.kill();
    bank.forget(killed);
    bank.giveRowsFor(15);
    tell("one more joins");
    bank.start(3);
    bank.giveRowsFor(8);
    tell("pausing one for 15 seconds: the others take its accounts over");
    paused.signal("STOP");
    bank.forget(paused);
    bank.giveRowsFor(15);
    paused.signal("CONT");
    tell("it wakes, is told that it is no member any more, and closes");
    bank.giveRowsFor(5);
    paused.leave();
    bank.settle();
    return check(bank, ledger, began);
  }

  private boolean check(Bank bank, Ledger ledger, long began) throws IOException, InterruptedException {
    Map<String, Long> balances = bank.balances();
    long wrong = ledger.wrong(balances);
    long recovered = bank.recovered();
    bank.close();
    double seconds = (System.nanoTime() - began) / 1e9;
    print(ledger, balances.size(), wrong, recovered, seconds);
    return wrong == 0;
  }

  private void print(Ledger ledger, int checked, long wrong, long recovered, double seconds) {
    if (json) {
      System.out.printf(Locale.ROOT,
          "{\"transactions\":%d,\"accounts\":%d,\"recovered_events\":%d,\"seconds\":%.3f,\"balances_checked\":%d,"
              + "\"balances_wrong\":%d,\"longest_gap_seconds\":%.3f}%n",
          ledger.rows(), ledger.balances().size(), recovered, seconds, checked, wrong, ledger.longestGap());
      return;
    }
    System.out.printf(Locale.ROOT, "%,d rows booked on %,d accounts in %.0f s%n", ledger.rows(),
        ledger.balances().size(), seconds);
    System.out.printf(Locale.ROOT, "%,d balances checked, %,d wrong%n", checked, wrong);
    System.out.printf(Locale.ROOT, "the longest time without an answer: %.1f s%n", ledger.longestGap());
  }

  private void tell(String what) {
    System.err.println("cluster: " + what);
  }
}
