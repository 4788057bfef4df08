package dev.cairn.examples.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The tellers of the bank, who is given which row, and what the accounts say in the end. */
final class Bank {
  private static final int SEEDS = 2;

  private final Path work;
  private final List<String> database;
  private final Ledger ledger;
  private final List<Integer> ports = new ArrayList<>();
  private final List<TellerProcess> serving = new CopyOnWriteArrayList<>();
  private final Map<String, Long> balances = new ConcurrentHashMap<>();
  private final AtomicLong recovered = new AtomicLong();
  private final AtomicInteger turn = new AtomicInteger();

  Bank(Path work, List<String> database, Ledger ledger) throws IOException {
    this.work = work;
    this.database = database;
    this.ledger = ledger;
    for (int i = 0; i < SEEDS; i++) {
      ports.add(freePort());
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Starts a teller; the first two are the seeds of the cluster. Gives it rows once it is open. */
  TellerProcess start(int number) throws IOException, InterruptedException {
    int port = number < SEEDS ? ports.get(number) : freePort();
    List<String> settings = new ArrayList<>(database);
    settings.addAll(List.of("cluster.host=127.0.0.1", "cluster.port=" + port, "cluster.slices=64",
        "cluster.seeds=127.0.0.1:" + ports.get(0) + ",127.0.0.1:" + ports.get(1)));
    TellerProcess teller = TellerProcess.start("teller-" + (number + 1), work, settings, this::hear);
    teller.awaitOpen();
    serving.add(teller);
    return teller;
  }

  private void hear(String line) {
    String[] words = line.split(" ");
    switch (words[0]) {
      case "done" -> ledger.done(Long.parseLong(words[1]));
      case "balance" -> balances.put(words[1], Long.parseLong(words[2]));
      case "recovered" -> recovered.addAndGet(Long.parseLong(words[1]));
      case "again" -> repeat(words[1]);
      default -> throw new IllegalStateException("A teller said: " + line);
    }
  }

  private void repeat(String what) {
    if (what.startsWith("account")) {
      return; // balances are asked again until all are there
    }
    String order = ledger.again(Long.parseLong(what));
    if (!order.isEmpty()) {
      give(order);
    }
  }

  /** Gives an order to the next teller who takes it. */
  void give(String order) {
    for (int tries = serving.size(); tries > 0; tries--) {
      if (serving.get(Math.floorMod(turn.getAndIncrement(), serving.size())).tell(order)) {
        return;
      }
    }
  }

  void giveRowsFor(int seconds) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() < end) {
      String order = ledger.next();
      if (!order.isEmpty()) {
        give(order);
      }
      ledger.overdue().forEach(this::give);
      TimeUnit.MILLISECONDS.sleep(3);
    }
  }

  /** Waits until every row that was given is booked. */
  void settle() throws InterruptedException {
    while (ledger.underWay() > 0) {
      ledger.overdue().forEach(this::give);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /** No more orders for this teller. */
  void forget(TellerProcess teller) {
    serving.remove(teller);
  }

  /** What the accounts say, each asked through some teller. */
  Map<String, Long> balances() throws InterruptedException {
    while (!balances.keySet().containsAll(ledger.balances().keySet())) {
      ledger.balances().keySet().stream().filter(account -> !balances.containsKey(account))
          .forEach(account -> give("balance " + account));
      TimeUnit.MILLISECONDS.sleep(500);
    }
    return balances;
  }

  /** How many events the tellers that serve have read to recover accounts. */
  long recovered() throws InterruptedException {
    serving.forEach(teller -> teller.tell("recovered"));
    TimeUnit.MILLISECONDS.sleep(500);
    return recovered.get();
  }

  void close() throws IOException, InterruptedException {
    for (TellerProcess teller : serving) {
      teller.leave();
    }
  }
}
