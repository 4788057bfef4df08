package dev.cairn.cli;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A made-up input of the demo, with one column more than it needs, and what must be stored of it. */
record BankFile(List<Transaction> rows) {

  /** One row. */
  record Transaction(long number, String account, boolean credit, long cents) {
    private String line() {
      return "%s,%s,%d.%02d,\"row %d, made up\"".formatted(account, credit ? "credit" : "debit", cents / 100,
          cents % 100, number);
    }

    private String event() {
      return (credit ? "Credited " : "Debited ") + number + " " + cents;
    }
  }

  static BankFile of(int size) {
    var random = new Random(7);
    var rows = new ArrayList<Transaction>();
    for (long number = 1; number <= size; number++) {
      rows.add(
          new Transaction(number, "acc-" + random.nextInt(200), random.nextBoolean(), 1 + random.nextInt(100_000)));
    }
    return new BankFile(rows);
  }

  /** The accounts, each with its number of rows. */
  Map<String, Long> counts() {
    return rows.stream().collect(groupingBy(Transaction::account, TreeMap::new, counting()));
  }

  /** The events of an account, as {@link #event} shows them. */
  List<String> eventsOf(String account) {
    return rows.stream().filter(row -> row.account().equals(account)).map(Transaction::event).toList();
  }

  /** An event of {@code cairn events --json}: its type, its row, its cents. */
  static String event(JsonObject event) {
    JsonObject fields = event.getAsJsonObject("fields");
    String type = event.get("type").getAsString();
    return type.substring(type.lastIndexOf('.') + 1) + " " + fields.get("row").getAsLong() + " "
        + fields.get("cents").getAsLong();
  }

  Path writeTo(Path file) throws IOException {
    var lines = new ArrayList<>(List.of("account,type,amount,remark"));
    rows.forEach(row -> lines.add(row.line()));
    return Files.write(file, lines);
  }
}
