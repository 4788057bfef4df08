package dev.cairn.cli.demo;

import com.google.gson.JsonObject;
import dev.cairn.cli.print.Json;
import dev.cairn.cli.print.Printable;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * The result of the demo.
 *
 * @param transactions rows of the input
 * @param accounts accounts of the input
 * @param haltRow how many rows were acknowledged when the process halted; empty if no process halted
 * @param recoveredEvents how many events the second process found in the store
 * @param lostRows how many acknowledged rows the halt lost; must be 0
 * @param seconds the duration of the demo
 * @param checkedBalances how many accounts were compared with the oracle
 * @param wrongBalances a line for each account with a wrong balance
 * @param data the folder; empty if the backend keeps nothing
 * @param account one of the accounts, for an example; empty if there is none
 */
public record Summary(long transactions, long accounts, OptionalLong haltRow, long recoveredEvents, long lostRows,
    double seconds, long checkedBalances, List<String> wrongBalances, Optional<Path> data,
    Optional<String> account) {
  private static final int MOST_TO_LIST = 10;

  /** Whether every balance is right and no acknowledged row was lost. */
  public boolean isGood() {
    return wrongBalances.isEmpty() && lostRows == 0;
  }

  /** The JSON object. */
  public JsonObject json() {
    var object = new JsonObject();
    object.addProperty("transactions", transactions);
    object.addProperty("accounts", accounts);
    object.add("halted_at", Json.element(haltRow.isPresent() ? haltRow.getAsLong() : null));
    object.addProperty("recovered_events", recoveredEvents);
    object.addProperty("acknowledged_lost", lostRows);
    object.addProperty("seconds", Math.round(seconds * 1000) / 1000.0);
    object.addProperty("balances_checked", checkedBalances);
    object.addProperty("balances_wrong", wrongBalances.size());
    object.add("data", Json.element(data));
    return object;
  }

  /** The text for people. */
  public String text() {
    return String.format(Locale.ROOT, "%-17s %,10d%n", "transactions", transactions)
        + String.format(Locale.ROOT, "%-17s %,10d%n", "accounts", accounts)
        + (haltRow.isEmpty()
            ? ""
            : String.format(Locale.ROOT, "%-17s %,10d  rows were acknowledged when the process ended%n", "halted at",
                haltRow.getAsLong()))
        + String.format(Locale.ROOT, "%-17s %,10d%n", "recovered events", recoveredEvents)
        + (lostRows == 0
            ? ""
            : String.format(Locale.ROOT, "%-17s %,10d  rows that were acknowledged%n", "lost", lostRows))
        + String.format(Locale.ROOT, "%-17s %,10.1f%n", "seconds", seconds)
        + String.format(Locale.ROOT, "%-17s %,10d%n", "balances checked", checkedBalances)
        + String.format(Locale.ROOT, "%-17s %,10d%n", "balances wrong", wrongBalances.size())
        + wrongBalances.stream().limit(MOST_TO_LIST).map(line -> "  " + Printable.of(line) + "\n")
            .collect(Collectors.joining())
        + data.map(folder -> String.format(Locale.ROOT, "%-17s %s%n", "data", Printable.of(folder.toString())))
            .orElse("");
  }
}
