package dev.cairn.cli.demo;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Counts the bytes read from a CSV file, and knows whether a quote is open. The CSV reader takes the end of the file
 * for the end of a quote, and would so swallow all rows after a quote that is not closed.
 */
final class CsvBytes extends FilterInputStream {
  private long count;
  private long line = 1;
  private long quotedSince;
  private Place place = Place.BEFORE_FIELD;

  CsvBytes(InputStream in) {
    super(in);
  }

  long count() {
    return count;
  }

  /** Called at the end of the file; names the line of a quote that is not closed. */
  void refuseOpenQuote() throws BadRow {
    if (place == Place.IN_QUOTES) {
      throw new BadRow("the quote that begins on line " + quotedSince + " does not end");
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int read = super.read(bytes, from, length);
    for (int i = from; i < from + read; i++) {
      follow(bytes[i]);
    }
    count += Math.max(read, 0);
    return read;
  }

  private void follow(byte b) {
    Place before = place;
    place = switch (b) {
      case '"' -> place.afterQuote();
      case ',', '\n', '\r' -> place == Place.IN_QUOTES ? place : Place.BEFORE_FIELD;
      default -> place == Place.IN_QUOTES ? place : Place.IN_FIELD;
    };
    if (before == Place.BEFORE_FIELD && place == Place.IN_QUOTES) {
      quotedSince = line;
    }
    line += b == '\n' ? 1 : 0;
  }

  /** The place of the next byte within a record. */
  private enum Place {
    BEFORE_FIELD, IN_FIELD, IN_QUOTES, AFTER_QUOTES;

    private Place afterQuote() {
      return switch (this) {
        case BEFORE_FIELD, AFTER_QUOTES -> IN_QUOTES;
        case IN_QUOTES -> AFTER_QUOTES;
        case IN_FIELD -> IN_FIELD;
      };
    }
  }
}
