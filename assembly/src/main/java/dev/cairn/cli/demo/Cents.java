package dev.cairn.cli.demo;

import java.math.BigDecimal;
import java.util.OptionalLong;

/** Amounts in text form: digits, a dot, two digits. Exact, without floating point. */
final class Cents {
  private static final int MOST_DIGITS = 15;

  private Cents() {}

  /**
   * Parses {@code 700.00} as 70000; empty if the text has another form or more than 15 digits before the dot.
   */
  static OptionalLong parse(String amount) {
    int dot = amount.length() - 3;
    if (dot < 1 || dot > MOST_DIGITS || amount.charAt(dot) != '.') {
      return OptionalLong.empty();
    }
    long cents = 0;
    for (int i = 0; i < amount.length(); i++) {
      char digit = amount.charAt(i);
      if (i == dot) {
        continue;
      }
      if (digit < '0' || digit > '9') {
        return OptionalLong.empty();
      }
      cents = cents * 10 + (digit - '0');
    }
    return OptionalLong.of(cents);
  }

  /** Formats 70000 as {@code 700.00}. */
  static String format(long cents) {
    return BigDecimal.valueOf(cents, 2).toPlainString();
  }
}
