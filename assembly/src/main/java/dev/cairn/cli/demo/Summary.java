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
 * How the demo ended.
 *
 * @param transactions rows of the input
 * @param accounts accounts of the input
 * @param haltedAt how many rows were acknowledged when the process halted; empty if none did
 * @param recovered events found in the store by the process that went on
 * @param lost how many acknowledged rows the halt cost; must be 0
 * @param seconds of it all
 * @param checked accounts compared with the plain fold
 * @param wrong what is wrong, a line for each account
 * @param data the folder; empty where the backend keeps nothing
 * @param account one of the accounts, for an example; empty where there is none
 */
public record Summary(long transactions, long accounts, OptionalLong haltedAt, long recovered, long lost,
    double seconds, long checked, List<String> wrong, Optional<Path> data,
    Optional<String> account) {
  private static final int MOST_TO_LIST = 10;

  /** Whether everything is as it must be. */
  public boolean good() {
    return wrong.isEmpty() && lost == 0;
  }

  /** The object for a machine. */
  public JsonObject json() {
    var object = new JsonObject();
    object.addProperty("transactions", transactions);
    object.addProperty("accounts", accounts);
    object.add("halted_at", Json.element(haltedAt.isPresent() ? haltedAt.getAsLong() : null));
    object.addProperty("recovered_events", recovered);
    object.addProperty("acknowledged_lost", lost);
    object.addProperty("seconds", Math.round(seconds * 1000) / 1000.0);
    object.addProperty("balances_checked", checked);
    object.addProperty("balances_wrong", wrong.size());
    object.add("data", Json.element(data));
    return object;
  }

  /** The text for a person. */
  public String text() {
    return String.format(Locale.ROOT, "%-17s %,10d%n", "transactions", transactions)
        + String.format(Locale.ROOT, "%-17s %,10d%n", "accounts", accounts)
        + (haltedAt.isEmpty()
            ? ""
            : String.format(Locale.ROOT, "%-17s %,10d  rows were acknowledged when the process ended%n", "halted at",
                haltedAt.getAsLong()))
        + String.format(Locale.ROOT, "%-17s %,10d%n", "recovered events", recovered)
        + (lost == 0 ? "" : String.format(Locale.ROOT, "%-17s %,10d  rows that were acknowledged%n", "lost", lost))
        + String.format(Locale.ROOT, "%-17s %,10.1f%n", "seconds", seconds)
        + String.format(Locale.ROOT, "%-17s %,10d%n", "balances checked", checked)
        + String.format(Locale.ROOT, "%-17s %,10d%n", "balances wrong", wrong.size())
        + wrong.stream().limit(MOST_TO_LIST).map(line -> "  " + Printable.of(line) + "\n").collect(Collectors.joining())
        + data.map(folder -> String.format(Locale.ROOT, "%-17s %s%n", "data", Printable.of(folder.toString())))
            .orElse("");
  }
}
