package dev.cairn.impl.codec;

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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Records with every kind of component, private as those of an author may be. */
final class Everything {
  static final ActorSchema SCHEMA = Store.schema(MethodHandles.lookup(), Happened.class, Summary.class);
  static final Store STORE = Store.of(TypeDictionary.EMPTY, SCHEMA);

  private Everything() {}

  enum Colour {
    RED, GREEN {
      @Override
      boolean isLight() { return true; }
    };

    boolean isLight() { return false; }
  }

  sealed interface Happened {}

  sealed interface Rare extends Happened {}

  record Numbers(boolean bool, byte b, short s, int i, long l, char c, double d, float f) implements Happened {}

  private record Boxes(Boolean bool, Byte b, Short s, Integer i, Long l, Character c, Double d, Float f)
      implements Happened {}

  record Values(String text, Colour colour, BigDecimal decimal, BigInteger integer, UUID uuid, Instant instant,
      Duration duration, LocalDate date, LocalTime time, LocalDateTime dateTime, OffsetDateTime offset, ZoneId zone)
      implements Rare {}

  private record Many(List<String> texts, Set<Long> numbers, Map<Colour, List<Money>> byColour, Optional<Money> money,
      Optional<Integer> count, List<List<Shape>> shapes, Map<Money, Set<Shape>> keyed) implements Rare {}

  record Bytes(byte[] bytes) implements Happened {}

  record Nothing() implements Happened {}

  record Money(long cents, String currency) {}

  sealed interface Shape {}

  private record Circle(double radius) implements Shape {}

  record Group(String type, List<Shape> members, Shape first) implements Shape {}

  record Node(int value, Node next) implements Happened {}

  record Summary(Map<String, Long> totals, Node nodes) {}

  static Numbers numbers() {
    return new Numbers(true, (byte) -128, (short) 32767, Integer.MIN_VALUE, Long.MAX_VALUE, '\uFFFF', -0.0,
        Float.MIN_VALUE);
  }

  static Object boxes() {
    return new Boxes(false, (byte) 1, (short) -2, 3, -4L, 'x', Double.NaN, 1.5f);
  }

  static Object emptyBoxes() {
    return new Boxes(null, null, null, null, null, null, null, null);
  }

  static Values values() {
    return new Values("a\u00df\u20ac\uD83D\uDE00", Colour.GREEN, new BigDecimal("-12345678901234567890.120"),
        BigInteger.TWO.pow(200).negate(), new UUID(1, -2), Instant.parse("2026-11-23T08:00:00.123456789Z"),
        Duration.ofSeconds(-5, 7), LocalDate.of(2026, 11, 23), LocalTime.of(8, 1, 2, 3),
        LocalDateTime.of(1, 2, 3, 4, 5, 6), OffsetDateTime.parse("2026-11-23T08:00:00+05:30"),
        ZoneId.of("Europe/Madrid"));
  }

  static Values noValues() {
    return new Values(null, null, null, null, null, null, null, null, null, null, null, null);
  }

  static Object many() {
    Set<Long> numbers = new LinkedHashSet<>(List.of(5L, 3L, 9L, -1L));
    Map<Colour, List<Money>> byColour = new LinkedHashMap<>();
    byColour.put(Colour.GREEN, List.of(new Money(1, "EUR"), new Money(-1, null)));
    byColour.put(Colour.RED, List.of());
    Shape group = new Group("pair", List.of(new Circle(1), new Group("none", List.of(), null)), new Circle(2));
    return new Many(List.of("b", "", "a"), numbers, byColour, Optional.of(new Money(7, "USD")), Optional.empty(),
        List.of(List.of(), List.of(group, new Circle(3))), Map.of(new Money(1, "X"), Set.of(group)));
  }

  static Object noMany() {
    return new Many(null, null, null, Optional.empty(), Optional.of(0), null, null);
  }

  static Node chain(int length) {
    Node node = null;
    for (int i = 0; i < length; i++) {
      node = new Node(i, node);
    }
    return node;
  }

  static List<Object> all() {
    return List.of(numbers(), boxes(), emptyBoxes(), values(), noValues(), many(), noMany(), new Nothing(), chain(64),
        new Summary(Map.of("a", 1L), chain(3)), new Summary(Map.of(), null));
  }
}
