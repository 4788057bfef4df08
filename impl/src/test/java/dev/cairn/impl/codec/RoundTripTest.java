package dev.cairn.impl.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.invoke.MethodHandles;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RoundTripTest {

  @Test
  void every_kind_and_nesting_comes_back() {
    for (Object value : Everything.all()) {
      assertEquals(value, Everything.STORE.again(value));
    }
  }

  @Test
  void bytes_come_back() {
    for (int length : List.of(0, 1, 127, 128, 100_000)) {
      byte[] bytes = new byte[length];
      Everything.Bytes again = (Everything.Bytes) Everything.STORE.again(new Everything.Bytes(bytes));
      assertArrayEquals(bytes, again.bytes());
    }
  }

  @Test
  void the_largest_and_smallest_values_come_back() {
    for (BigDecimal decimal : List.of(BigDecimal.ZERO, BigDecimal.ONE, BigDecimal.TEN, new BigDecimal("0.00"),
        new BigDecimal(BigInteger.ONE, Integer.MAX_VALUE), new BigDecimal(BigInteger.TEN, Integer.MIN_VALUE),
        new BigDecimal("999999999999999999"), new BigDecimal("-9223372036854775808.1"))) {
      assertEquals(decimal, values(decimal, BigInteger.ZERO, Instant.EPOCH, ZoneOffset.UTC).decimal());
    }
    for (Instant instant : List.of(Instant.MIN, Instant.MAX, Instant.ofEpochSecond(-1, 999_999_999))) {
      assertEquals(instant, values(BigDecimal.ONE, BigInteger.ONE, instant, ZoneOffset.MIN).instant());
    }
    for (ZoneId zone : List.of(ZoneOffset.MAX, ZoneId.of("UTC"), ZoneId.of("GMT+2"), ZoneId.of("Z"))) {
      assertEquals(zone, values(BigDecimal.ONE, BigInteger.valueOf(-1), Instant.EPOCH, zone).zone());
    }
  }

  @Test
  void what_was_read_cannot_be_changed() {
    Sets again =
        (Sets) SETS.again(new Sets(new ArrayList<>(List.of(1)), new TreeSet<>(List.of(1)), new LinkedHashMap<>()));
    assertThrows(UnsupportedOperationException.class, () -> again.list().add(2));
    assertThrows(UnsupportedOperationException.class, () -> again.set().add(2));
    assertThrows(UnsupportedOperationException.class, () -> again.map().put(2, 2));
  }

  @Test
  void sets_and_maps_keep_their_order() {
    Set<Integer> set = new LinkedHashSet<>();
    Map<Integer, Integer> map = new LinkedHashMap<>();
    for (int i = 5000; i > 0; i--) {
      set.add(i * 31 % 5003);
      map.put(i * 37 % 5003, i);
    }
    Sets again = (Sets) SETS.again(new Sets(List.of(), set, map));
    assertEquals(List.copyOf(set), List.copyOf(again.set()));
    assertEquals(List.copyOf(map.entrySet()), List.copyOf(again.map().entrySet()));
  }

  @Test
  void a_codec_serves_many_threads() throws InterruptedException {
    List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      threads.add(Thread.startVirtualThread(() -> {
        try {
          for (int n = 0; n < 50; n++) {
            every_kind_and_nesting_comes_back();
          }
        } catch (Throwable e) {
          failures.add(e);
        }
      }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(List.of(), failures);
  }

  private record Sets(List<Integer> list, Set<Integer> set, Map<Integer, Integer> map) {}

  private static final Store SETS = Store.of(MethodHandles.lookup(), Sets.class, Sets.class);

  private static Everything.Values values(BigDecimal decimal, BigInteger integer, Instant instant, ZoneId zone) {
    return (Everything.Values) Everything.STORE.again(new Everything.Values("", Everything.Colour.RED, decimal, integer,
        new UUID(0, 0), instant, Duration.ZERO, LocalDate.MIN, LocalTime.MAX, LocalDateTime.MAX, OffsetDateTime.MIN,
        zone));
  }
}
