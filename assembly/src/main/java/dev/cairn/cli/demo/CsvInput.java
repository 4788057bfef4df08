package dev.cairn.cli.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.cairn.cli.print.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.Iterator;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * A CSV file with a header. Reading checks every rule about a row, so a bad row is found before anything is stored.
 *
 * <p>The file is read as Latin-1, in which every byte is valid. {@link CsvColumns} decodes the account, the only text
 * that is used, so that bytes that are not UTF-8 are reported with their line.
 *
 * @param file a regular file, since it is read twice
 */
record CsvInput(Path file) implements Input {

  CsvInput {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new DemoStopped(
          "The input " + file + " is not a file that can be read. It is read twice, so a pipe will not do.");
    }
  }

  @Override
  public String name() {
    return String.valueOf(file.getFileName());
  }

  @Override
  public long size() {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public String unit() {
    return "bytes";
  }

  @Override
  public String read(Consumer<Row> rows, LongConsumer progress) {
    var digest = Digest.sha256();
    try (var bytes = new CsvBytes(new DigestInputStream(Files.newInputStream(file), digest));
        var csv = CsvReader.builder()
            .allowExtraFields(true)
            .allowMissingFields(true)
            .ofCsvRecord(bytes, ISO_8859_1)) {
      new Pass(csv.iterator(), bytes, rows).run(progress);
      return Digest.hex(digest);
    } catch (IOException | UncheckedIOException e) {
      throw unreadable(e);
    }
  }

  private DemoStopped unreadable(Exception e) {
    return new DemoStopped("The input " + file + " cannot be read: " + Failure.words(e) + ".", e);
  }

  /** One reading of the file. */
  private final class Pass {
    private final Iterator<CsvRecord> records;
    private final CsvBytes bytes;
    private final Consumer<Row> rows;
    private long line;
    private long number;

    private Pass(Iterator<CsvRecord> records, CsvBytes bytes, Consumer<Row> rows) {
      this.records = records;
      this.bytes = bytes;
      this.rows = rows;
    }

    private void run(LongConsumer progress) {
      try {
        var columns = CsvColumns.of(next());
        while (hasNext()) {
          rows.accept(columns.row(++number, next()));
          progress.accept(bytes.count());
        }
        bytes.refuseOpenQuote();
        if (number == 0) {
          throw new BadRow("there is no row after the header");
        }
      } catch (BadRow e) {
        throw DemoStopped.badRow(file.toString(), Math.max(line, 1), Failure.words(e));
      } catch (ArithmeticException e) {
        throw DemoStopped.badRow(file.toString(), line, "the balance of the account becomes too large to be exact");
      }
    }

    private CsvRecord next() throws BadRow {
      if (!hasNext()) {
        throw new BadRow("the file is empty; it needs a header with account, type and amount");
      }
      CsvRecord record = records.next();
      line = record.getStartingLineNumber();
      return record;
    }

    private boolean hasNext() throws BadRow {
      try {
        return records.hasNext();
      } catch (CsvParseException e) {
        line++;
        throw new BadRow("this is not CSV: " + Failure.words(e));
      }
    }
  }
}
