package dev.cairn.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class SampleInputTest {

  @Test
  void the_sample_is_the_same_on_every_machine() {
    var oracle = new Oracle();
    String sha256 = new SampleInput().read(oracle, read -> {});
    assertEquals("4421c3ce88ceb403243320aa17240042a3e0a71724b7379490f9d638df54a028", sha256);
    assertEquals(50_000, oracle.rows());
    assertEquals(1_000, oracle.ledgers().size());
    assertEquals(4_200_118_849L, oracle.ledgers().values().stream().mapToLong(Ledger::cents).sum());
  }
}
