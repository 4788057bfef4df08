package dev.cairn.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CentsTest {

  @ParameterizedTest
  @CsvSource({ "700.00,70000", "0.01,1", "0.00,0", "007.50,750", "999999999999999.99,99999999999999999" })
  void digits_a_dot_and_two_digits_are_read_exactly(String amount, long cents) {
    assertEquals(OptionalLong.of(cents), Cents.parse(amount));
  }

  @ParameterizedTest
  @ValueSource(
      strings = { "", "7", "7.", "7.0", "7.000", ".50", "-7.00", "+7.00", " 7.00", "7.00 ", "7,00", "1e3.00", "7..00",
          "1.2.00", "\u0667.00", "NaN", "1000000000000000.00", "abc", "7.-1" })
  void everything_else_is_no_amount(String amount) {
    assertTrue(Cents.parse(amount).isEmpty(), amount);
  }

  @Test
  void amounts_are_written_as_they_are_read() {
    assertEquals("700.00", Cents.format(70_000));
    assertEquals("-0.05", Cents.format(-5));
    assertEquals("-12.34", Cents.format(-1_234));
    assertEquals("-92233720368547758.08", Cents.format(Long.MIN_VALUE));
  }
}
