package dev.cairn.spi.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecoveryStartTest {
  private static final StreamKey STREAM = new StreamKey("main", "account", "42");

  @Test
  void the_newest_snapshot_at_or_below_is_taken_and_the_event_after_it() {
    StreamHead head = new StreamHead(STREAM, 9, 2, 0, List.of(3L, 5L, 8L));
    assertEquals(new RecoveryStart(8, 9), RecoveryStart.of(head, Long.MAX_VALUE));
    assertEquals(new RecoveryStart(5, 6), RecoveryStart.of(head, 7));
    assertEquals(new RecoveryStart(5, 6), RecoveryStart.of(head, 5));
  }

  @Test
  void without_such_a_snapshot_the_first_stored_event_begins() {
    StreamHead head = new StreamHead(STREAM, 9, 2, 0, List.of(3L));
    assertEquals(new RecoveryStart(0, 3), RecoveryStart.of(head, 2));
    assertEquals(new RecoveryStart(0, 1), RecoveryStart.of(StreamHead.empty(STREAM), 0));
  }
}
