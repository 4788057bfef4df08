package dev.cairn.cli.print;

import java.util.Locale;

/**
 * Makes a text safe to print. Ids and fields may come from strangers. A character that would move the cursor, change
 * the colour or change the direction of writing is shown as a backslash, u and four digits.
 */
public final class Printable {
  private Printable() {}

  /** Returns the text on one line. */
  public static String of(String text) {
    return escape(text, false);
  }

  /** Returns the text with its line breaks. */
  public static String lines(String text) {
    return escape(text, true);
  }

  private static String escape(String text, boolean keepBreaks) {
    if (text.codePoints().noneMatch(Printable::isDangerous)) {
      return text;
    }
    var safe = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(c -> {
      if (isDangerous(c) && !(keepBreaks && c == '\n')) {
        appendEscaped(safe, c);
      } else {
        safe.appendCodePoint(c);
      }
    });
    return safe.toString();
  }

  private static void appendEscaped(StringBuilder safe, int c) {
    for (char unit : Character.toChars(c)) {
      safe.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
    }
  }

  private static boolean isDangerous(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR -> true;
      default -> false;
    };
  }
}
