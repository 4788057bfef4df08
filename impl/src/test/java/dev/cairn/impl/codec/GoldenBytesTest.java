package dev.cairn.impl.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.impl.record.FieldOutput;
import dev.cairn.impl.record.StoreId;
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
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Bytes that were written once. If one of these fails, it is the change that is wrong: stores hold these bytes. */
class GoldenBytesTest {
  private static final Store ACCOUNT = Store.of(MethodHandles.lookup(), AccountEvent.class, AccountState.class);
  private static final Store ANY = Store.of(MethodHandles.lookup(), Any.class, Any.class);

  sealed interface AccountEvent {}

  record Deposited(long cents) implements AccountEvent {}

  record Withdrawn(long cents) implements AccountEvent {}

  record AccountState(long cents) {}

  enum Colour { RED }

  sealed interface Any {}

  record Numbers(boolean a, byte b, short c, int d, long e, char f, double g, float h) implements Any {}

  record Texts(String a, byte[] b, Colour c) implements Any {}

  record Decimals(BigDecimal a, BigInteger b, UUID c) implements Any {}

  record Times(Instant a, Duration b, LocalDate c, LocalTime d, LocalDateTime e, OffsetDateTime f, ZoneId g)
      implements Any {}

  record Many(List<Long> a, Set<String> b, Map<String, Integer> c, Optional<String> d, Integer e) implements Any {}

  record Nested(Money a, Shape b, List<Shape> c) implements Any {}

  record Money(long cents) {}

  sealed interface Shape {}

  record Dot() implements Shape {}

  record Circle(float radius) implements Shape {}

  @Test
  void a_deposit_is_three_bytes() {
    // key 1*4+0 | 100, zigzag 200
    assertWritten("04 c801", ACCOUNT, new Deposited(100));
    assertWritten("04 c701", ACCOUNT, new Withdrawn(-100));
    assertWritten("04 00", ACCOUNT, new AccountState(0));
  }

  @Test
  void the_types_of_an_account_are_written_down_in_this_order() {
    assertEquals(List.of(
        new TypeDefinition(16, "account", Role.EVENT, "Deposited", 1,
            List.of(new ComponentDefinition(1, "cents", "long"))),
        new TypeDefinition(17, "account", Role.EVENT, "Withdrawn", 1,
            List.of(new ComponentDefinition(1, "cents", "long"))),
        new TypeDefinition(18, "account", Role.STATE, "AccountState", 1,
            List.of(new ComponentDefinition(1, "cents", "long")))),
        ACCOUNT.dictionary().all());
  }

  @Test
  void numbers_are_varints_or_four_or_eight_bytes() {
    assertWritten("04 01" // true
        + "08 01" // byte -1
        + "0c 04" // short 2
        + "10 05" // int -3
        + "14 ac02" // long 150
        + "18 61" // char 'a', unsigned
        + "1d 000000000000f83f" // 7*4+1, double 1.5
        + "23 0000c03f", // 8*4+3, float 1.5
        ANY, new Numbers(true, (byte) -1, (short) 2, -3, 150, 'a', 1.5, 1.5f));
  }

  @Test
  void texts_bytes_and_constants_stand_behind_their_length() {
    assertWritten("06 06 61c3a4e282ac" // "aä€"
        + "0a 02 00ff" + "0e 03 524544", // RED
        ANY, new Texts("a\u00e4\u20ac", new byte[] { 0, -1 }, Colour.RED));
    assertWritten("06 00 0a 00", ANY, new Texts("", new byte[0], null));
  }

  @Test
  void decimals_and_uuids_are_as_kryo_writes_them() {
    assertWritten("06 04 03 04d2 04" // length + 1, 1234 big-endian, scale 2 zigzag
        + "0a 03 03 ff00" // length + 1, -256 big-endian
        + "0e 10 0807060504030201 100f0e0d0c0b0a09", // two longs
        ANY, new Decimals(new BigDecimal("12.34"), BigInteger.valueOf(-256),
            new UUID(0x0102030405060708L, 0x090a0b0c0d0e0f10L)));
  }

  @Test
  void times_are_as_kryo_writes_them() {
    assertWritten("06 02 01 02" // second 1, nanosecond 2
        + "0a 09 0300000000000000 04" // 3 seconds, 4 nanoseconds
        + "0e 04 ea0f 0b 17" // year, month, day
        + "12 04 08 01 02 03" // hour, minute, second, nanosecond
        + "16 05 ea0f 0b 17 f7" // ~8: the hour, and nothing after it
        + "1a 06 ea0f 0b 17 f7 04" // and an offset of 4 quarters
        + "1e 0d 4575726f70652f4d61647269 e4", // "Europe/Madrid", the last byte with its high bit set
        ANY, new Times(Instant.ofEpochSecond(1, 2), Duration.ofSeconds(3, 4), LocalDate.of(2026, 11, 23),
            LocalTime.of(8, 1, 2, 3), LocalDateTime.of(2026, 11, 23, 8, 0), OffsetDateTime.of(2026, 11, 23, 8, 0, 0, 0,
                ZoneOffset.ofHours(1)),
            ZoneId.of("Europe/Madrid")));
  }

  @Test
  void collections_are_a_count_and_their_elements_without_keys() {
    assertWritten("06 04 03 02 04 06" // list of 1, 2, 3
        + "0a 03 01 01 78" // set of "x"
        + "0e 05 01 02 6162 0a" // map of "ab" to 5
        + "12 01 79" // Optional "y", as a string
        + "14 0c", // Integer 6, as an int
        ANY, new Many(List.of(1L, 2L, 3L), Set.of("x"), Map.of("ab", 5), Optional.of("y"), 6));
    assertWritten("06 01 00", ANY, new Many(List.of(), null, null, Optional.empty(), null));
  }

  @Test
  void records_are_their_fields_and_one_of_several_tells_its_type() {
    assertWritten("06 02 04 0a" // Money: 1*4+0 | 5
        + "0a 01 DOT" // a Dot: its type id and no fields
        + "0e 0a 02 01 DOT 06 CIRCLE 07 0000803f", // a Dot and a Circle: 1*4+3 | 1.0
        ANY, new Nested(new Money(5), new Dot(), List.of(new Dot(), new Circle(1))));
  }

  @Test
  void a_manifest_begins_with_the_store_and_then_tells_its_types() {
    ManifestCodec codec = new ManifestCodec();
    FieldOutput created = new FieldOutput(1000);
    codec.write(new StoreCreated(new StoreId(0x0102030405060708L, 0x090a0b0c0d0e0f10L), false), created);
    assertEquals(hex("06 10 0102030405060708090a0b0c0d0e0f10" + "08 00"), HexFormat.of().formatHex(created.toBytes()));

    FieldOutput defined = new FieldOutput(1000);
    codec.write(ACCOUNT.dictionary().find(16).orElseThrow(), defined);
    assertEquals(hex("04 20" // type id 16
        + "0a 07 6163636f756e74" // "account"
        + "0e 05 6576656e74" // "event"
        + "12 09 4465706f7369746564" // "Deposited"
        + "14 02" // version 1
        + "1a 11 01 0f" + "04 02" + "0a 05 63656e7473" + "0e 04 6c6f6e67"), // 1 component: tag 1, "cents", "long"
        HexFormat.of().formatHex(defined.toBytes()));
  }

  private static void assertWritten(String expected, Store store, Object value) {
    assertEquals(hex(expected), HexFormat.of().formatHex(store.write(value)));
  }

  private static String hex(String drawn) {
    return drawn.replace(" ", "").replace("DOT", id(Dot.class)).replace("CIRCLE", id(Circle.class));
  }

  private static String id(Class<?> type) {
    return HexFormat.of().toHexDigits((byte) ANY.id(type));
  }
}
