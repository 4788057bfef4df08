package dev.cairn.examples.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Another system, which sends payments, and keeps a ledger of what they must come to. */
final class Payments {
  private static final int ACCOUNTS = 20;
  private static final int ONE_OF_SO_MANY_IS_UNREADABLE = 40;
  private static final int LARGEST = 100;
  private static final int MOST_TAKEN = 150;

  private final Map<String, Long> balances = new TreeMap<>();
  private final Map<String, Long> events = new HashMap<>();
  private int unreadable;
  private int declined;

  /** Sends so many. */
  void send(String servers, int many, Random random) throws Exception {
    try (var producer = new KafkaProducer<>(Map.<String, Object>of("bootstrap.servers", servers),
        new StringSerializer(), new StringSerializer())) {
      List<Future<?>> sent = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        sent.add(producer.send(next(random)));
      }
      for (var each : sent) {
        each.get();
      }
    }
  }

  private ProducerRecord<String, String> next(Random random) {
    String account = "a" + random.nextInt(ACCOUNTS);
    if (random.nextInt(ONE_OF_SO_MANY_IS_UNREADABLE) == 0) {
      unreadable++;
      return new ProducerRecord<>(Bank.PAYMENTS, account, "{\"account\": \"" + account + "\", \"cents\": 0.5}");
    }
    long cents = random.nextInt(LARGEST + MOST_TAKEN) - MOST_TAKEN;
    long before = balances.getOrDefault(account, 0L);
    declined += before + cents < 0 ? 1 : 0;
    balances.put(account, before + cents < 0 ? before : before + cents);
    events.merge(account, 1L, Long::sum);
    return new ProducerRecord<>(Bank.PAYMENTS, account,
        "{\"account\": \"" + account + "\", \"cents\": " + cents + "}");
  }

  /** What each account must have. */
  Map<String, Long> balances() {
    return balances;
  }

  /** How many events each account must have: one for each payment. */
  Map<String, Long> events() {
    return events;
  }

  int unreadable() {
    return unreadable;
  }

  int declined() {
    return declined;
  }
}
