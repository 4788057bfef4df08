package dev.cairn.cli.demo;

import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Rows that can be read repeatedly, always the same, one at a time. */
sealed interface Input permits CsvInput, SampleInput {

  /** The name of the input for people. */
  String name();

  /** The size of the input. */
  long size();

  /** The unit of {@link #size}. */
  String unit();

  /**
   * Reads all rows.
   *
   * @param rows receives each row; may throw {@link ArithmeticException} if a balance overflows
   * @param progress receives after each row how much was read
   * @return the SHA-256 of the whole input, in hexadecimal digits
   * @throws DemoStopped at the first row that breaks a rule; the message names file, line and reason
   */
  String read(Consumer<Row> rows, LongConsumer progress);
}
