package dev.cairn.examples.cluster;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.AlreadyDone;
import dev.cairn.api.CairnException;
import dev.cairn.api.CairnListener;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One process of the bank: {@code FOLDER}, and settings as {@code NAME=VALUE}. It reads orders from its standard input
 * and writes what became of them to its standard output. Any teller takes orders for any account.
 *
 * <pre>
 *   book ROW ACCOUNT CENTS   done ROW | again ROW
 *   balance ACCOUNT          balance ACCOUNT CENTS | again ACCOUNT
 *   recovered                recovered EVENTS
 * </pre>
 */
final class Teller {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final ActorSystem system;
  private final AtomicLong recovered;

  private Teller(ActorSystem system, AtomicLong recovered) {
    this.system = system;
    this.recovered = recovered;
  }

  public static void main(String[] arguments) throws IOException {
    AtomicLong recovered = new AtomicLong();
    ActorSystem.Builder builder = ActorSystem.builder().data(Path.of(arguments[0])).backend("postgresql")
        .setting("writers", "many").placement("pekko").types(Account.TYPE).askTimeout(PATIENCE)
        .listener(new CairnListener() {
          @Override
          public void recovered(Recovered event) {
            recovered.addAndGet(event.events());
          }
        });
    for (String setting : List.of(arguments).subList(1, arguments.length)) {
      String[] parts = setting.split("=", 2);
      builder.setting(parts[0], parts[1]);
    }
    try (ActorSystem system = builder.open(); ExecutorService orders = Executors.newVirtualThreadPerTaskExecutor()) {
      say("open");
      var teller = new Teller(system, recovered);
      var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ");
        orders.execute(() -> teller.obey(words));
      }
    }
  }

  private void obey(String[] words) {
    try {
      switch (words[0]) {
        case "book" -> book(words[1], words[2], Long.parseLong(words[3]));
        case "balance" -> say("balance " + words[1] + " "
            + system.entity(Account.TYPE, words[1]).<Long>ask(new Account.Balance()));
        default -> say("recovered " + recovered);
      }
    } catch (CairnException e) {
      say("again " + words[1]);
    }
  }

  /** The number of the row is the command id, so a row that is given again is booked once. */
  private void book(String row, String account, long cents) {
    try {
      system.entity(Account.TYPE, account).<Long>ask("row-" + row, new Account.Book(cents));
    } catch (AlreadyDone e) {
      // an answer was lost on its way
    }
    say("done " + row);
  }

  private static synchronized void say(String line) {
    System.out.println(line);
  }
}
