package dev.cairn.examples.kafka;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A broker, another system that sends payments, and a bank that is killed while it receives and publishes. In the end
 * the store, the topic of bookings and the dead letters are compared with the ledger. {@code PAYMENTS KILLS}.
 */
public final class Walk {
  private static final int LONGEST_MILLIS = 600;

  private final Path folder;
  private final PrintStream told;
  private final Random random;

  Walk(Path folder, PrintStream told, long seed) {
    this.folder = folder;
    this.told = told;
    this.random = new Random(seed);
  }

  /** Runs it with more, and tells. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("cairn-kafka");
    boolean right;
    try (Broker broker = Broker.start(folder.resolve("broker"))) {
      right = new Walk(folder, System.out, System.nanoTime())
          .run(broker, Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1])).isEmpty();
    }
    System.out.println(right ? "Everything is as the ledger says." : "Look at " + folder + ".");
    System.exit(right ? 0 : 1);
  }

  /** Returns what is wrong. */
  List<String> run(Broker broker, int payments, int kills) throws Exception {
    broker.create(4, Bank.PAYMENTS, Bank.BOOKINGS);
    broker.create(1, Bank.UNREADABLE);
    tell("Kafka is there, at %s", broker.servers());
    var ledger = new Payments();
    for (int kill = 0; kill < kills; kill++) {
      ledger.send(broker.servers(), payments / (kills + 1), random);
      killABank(broker);
    }
    ledger.send(broker.servers(), payments - payments / (kills + 1) * kills, random);
    endABank(broker);
    var check = new Check(ledger);
    check.store(folder.resolve("data"));
    check.bookings(Topic.all(broker.servers(), Bank.BOOKINGS));
    check.deadLetters(Topic.all(broker.servers(), Bank.UNREADABLE));
    check.told().forEach(each -> tell("%s", each));
    check.wrong().forEach(each -> tell("WRONG: %s", each));
    return check.wrong();
  }

  private void tell(String text, Object... values) {
    told.printf(Locale.ROOT, text + "%n", values);
  }

  private void killABank(Broker broker) throws Exception {
    Process bank = startABank(broker);
    long before = broker.messages(Bank.BOOKINGS);
    long waiting = broker.lag("bank", Bank.PAYMENTS);
    try (BufferedReader said = bank.inputReader()) {
      said.readLine();
      PublisherTest.await(() -> broker.messages(Bank.BOOKINGS) > before);
      if (random.nextBoolean()) {
        PublisherTest.await(() -> broker.lag("bank", Bank.PAYMENTS) < waiting); // the first of them are committed
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(LONGEST_MILLIS)));
    } finally {
      bank.destroyForcibly().waitFor();
    }
    tell("a bank was killed (kill -9); %,d payments are not committed", broker.lag("bank", Bank.PAYMENTS));
  }

  private void endABank(Broker broker) throws Exception {
    Process bank = startABank(broker);
    try (BufferedReader said = bank.inputReader()) {
      said.readLine();
      PublisherTest.await(() -> broker.lag("bank", Bank.PAYMENTS) == 0);
      bank.getOutputStream().close();
      tell("the last bank has received and published the rest: %s", said.readLine());
    } finally {
      bank.waitFor(1, TimeUnit.MINUTES);
      bank.destroyForcibly();
    }
  }

  private Process startABank(Broker broker) throws IOException {
    return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Dkryo.unsafe=false",
        "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), Bank.class.getName(),
        folder.resolve("data").toString(), broker.servers())
        .redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("bank.log").toFile())).start();
  }
}
