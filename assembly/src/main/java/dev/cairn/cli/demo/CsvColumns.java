package dev.cairn.cli.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;

/**
 * The places of the columns in the header, and the rules for their fields. Fields come in Latin-1: one character for
 * one byte.
 *
 * @param account the place of the account
 * @param type the place of the type
 * @param amount the place of the amount
 * @param count how many fields a row must have
 */
record CsvColumns(int account, int type, int amount, int count) {
  private static final int MOST_ID_BYTES = 1_024;
  private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";

  static CsvColumns of(CsvRecord header) throws BadRow {
    List<String> names = header.getFields().stream().map(CsvColumns::stripMark).toList();
    return new CsvColumns(place("account", names), place("type", names), place("amount", names), names.size());
  }

  private static String stripMark(String name) {
    return name.startsWith(BYTE_ORDER_MARK) ? name.substring(BYTE_ORDER_MARK.length()) : name;
  }

  private static int place(String name, List<String> names) throws BadRow {
    int place = names.indexOf(name);
    if (place < 0) {
      throw new BadRow("the header has no column '" + name + "'; it needs account, type and amount");
    }
    if (place != names.lastIndexOf(name)) {
      throw new BadRow("the header has more than one column '" + name + "'");
    }
    return place;
  }

  /** Returns the row of a record. */
  Row row(long number, CsvRecord fields) throws BadRow {
    if (fields.getFieldCount() != count) {
      throw new BadRow("the row has " + fields.getFieldCount() + " fields, the header " + count);
    }
    return new Row(number, id(fields.getField(account)), kind(fields.getField(type)), cents(fields.getField(amount)));
  }

  private static String id(String field) throws BadRow {
    if (field.isEmpty() || field.length() > MOST_ID_BYTES) {
      throw new BadRow("the account has " + field.length() + " bytes; it must have 1 to " + MOST_ID_BYTES);
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(field.getBytes(ISO_8859_1))).toString();
    } catch (CharacterCodingException e) {
      throw new BadRow("the account is not well-formed UTF-8");
    }
  }

  private static Kind kind(String field) throws BadRow {
    return switch (field) {
      case "credit" -> Kind.CREDIT;
      case "debit" -> Kind.DEBIT;
      default -> throw new BadRow("the type is '" + shorten(field) + "'; it must be credit or debit");
    };
  }

  private static long cents(String field) throws BadRow {
    return Cents.parse(field).orElseThrow(() -> new BadRow("the amount is '" + shorten(field)
        + "'; it must be digits, a dot and two digits, as 700.00, at most 15 before the dot"));
  }

  private static String shorten(String field) {
    String text = new String(field.getBytes(ISO_8859_1), UTF_8);
    return text.length() <= 40 ? text : text.substring(0, 40) + "...";
  }
}
