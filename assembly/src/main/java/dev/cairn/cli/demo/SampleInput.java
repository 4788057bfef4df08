package dev.cairn.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Random;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * 50,000 generated rows of about 1,000 accounts. They are the same on every machine: the algorithm of {@link Random} is
 * part of the Java specification. Nothing is written to a file.
 */
record SampleInput(long size) implements Input {
  static final long ROWS = 50_000;
  private static final long SEED = 1993;
  private static final int ACCOUNTS = 1_000;
  private static final int MOST_CENTS = 500_000;

  SampleInput() {
    this(ROWS);
  }

  @Override
  public String name() {
    return "the sample";
  }

  @Override
  public String unit() {
    return "rows";
  }

  @Override
  public String read(Consumer<Row> rows, LongConsumer progress) {
    var random = new Random(SEED);
    var digest = Digest.sha256();
    for (long number = 1; number <= size; number++) {
      Row row = next(number, random);
      digest.update((row.account() + "," + row.kind() + "," + row.cents() + "\n").getBytes(UTF_8));
      rows.accept(row);
      progress.accept(number);
    }
    return Digest.hex(digest);
  }

  private static Row next(long number, Random random) {
    String account = String.valueOf(1_000 + random.nextInt(ACCOUNTS));
    Kind kind = random.nextInt(3) == 0 ? Kind.DEBIT : Kind.CREDIT;
    return new Row(number, account, kind, 1 + random.nextInt(MOST_CENTS));
  }
}
