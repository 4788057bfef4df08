package dev.cairn.examples.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that receives and publishes is killed at random moments; ledger, store and topics are compared. More of it:
 * {@code -Dkafka.kills=100 -Dkafka.payments=100000 -Dkafka.seed=1}.
 */
@Timeout(3600)
class KilledBankTest {
  private static final int KILLS = Integer.getInteger("kafka.kills", 1);
  private static final int PAYMENTS = Integer.getInteger("kafka.payments", 800);

  @Test
  void no_payment_and_no_event_is_lost_and_none_counts_twice_whenever_the_process_is_killed(@TempDir Path folder,
      TestReporter reporter) throws Exception {
    long seed = Long.getLong("kafka.seed", System.nanoTime());
    var told = new ByteArrayOutputStream();
    var out = new PrintStream(told, true, StandardCharsets.UTF_8);
    assertEquals(List.of(), new Walk(folder, out, seed).run(Broker.shared(), PAYMENTS, KILLS), () -> "seed " + seed);
    reporter.publishEntry("seed " + seed, told.toString(StandardCharsets.UTF_8));
  }
}
