package dev.cairn.cli.demo;

import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Rows that can be read as often as one likes, always the same, one at a time. */
sealed interface Input permits CsvInput, SampleInput {

  /** What a person calls it. */
  String name();

  /** How much there is to read. */
  long size();

  /** What {@link #size} counts. */
  String unit();

  /**
   * Reads it all.
   *
   * @param rows takes each row; may throw {@link ArithmeticException} if the row's amount does not fit any more
   * @param progress is told after each row how much was read
   * @return the SHA-256 of the whole, in hexadecimal digits
   * @throws DemoStopped at the first row that breaks a rule, naming file, line and reason
   */
  String read(Consumer<Row> rows, LongConsumer progress);
}
