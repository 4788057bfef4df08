package dev.cairn.impl.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON with texts, whole numbers, truth values, lists and objects; nothing else is in a type dictionary. Used by
 * one thread, once.
 */
public final class JsonText {
  private static final int DEEPEST = 16;
  private static final String ESCAPED = "\"\\/bfnrt";
  private static final String MEANT = "\"\\/\b\f\n\r\t";

  private final String text;
  private int at;
  private int depth;

  private JsonText(String text) {
    this.text = text;
  }

  /**
   * Returns the value: a {@link String}, {@link Long}, {@link Boolean}, {@link List} or {@link Map}.
   *
   * @throws IllegalArgumentException if it is not well-formed; the message names the line
   */
  public static Object parse(String text) {
    JsonText json = new JsonText(text);
    Object value = json.value();
    json.skipSpace();
    if (json.at < text.length()) {
      throw json.wrong("nothing more belongs");
    }
    return value;
  }

  /** Returns a text with its quotation marks. */
  public static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars().forEach(c -> {
      int escaped = c == '/' ? -1 : MEANT.indexOf(c);
      if (escaped >= 0) {
        quoted.append('\\').append(ESCAPED.charAt(escaped));
      } else if (c < ' ') {
        quoted.append(String.format("\\u%04x", c));
      } else {
        quoted.append((char) c);
      }
    });
    return quoted.append('"').toString();
  }

  private Object value() {
    skipSpace();
    if (++depth > DEEPEST) {
      throw wrong("a value nests too deep");
    }
    try {
      return switch (peek()) {
        case '{' -> object();
        case '[' -> list();
        case '"' -> quotedText();
        case 't', 'f' -> truth();
        default -> number();
      };
    } finally {
      depth--;
    }
  }

  private Map<String, Object> object() {
    Map<String, Object> members = new LinkedHashMap<>();
    at++;
    for (boolean more = !takes('}'); more; more = !endsWith('}')) {
      skipSpace();
      String name = quotedText();
      if (!takes(':')) {
        throw wrong("a colon belongs");
      }
      if (members.put(name, value()) != null) {
        throw wrong("'" + name + "' stands a second time");
      }
    }
    return members;
  }

  private List<Object> list() {
    List<Object> items = new ArrayList<>();
    at++;
    for (boolean more = !takes(']'); more; more = !endsWith(']')) {
      items.add(value());
    }
    return items;
  }

  /** After an item: whether all ends, or a comma says that another one follows. */
  private boolean endsWith(char end) {
    if (takes(end)) {
      return true;
    }
    if (!takes(',')) {
      throw wrong("a comma or '" + end + "' belongs");
    }
    return false;
  }

  private String quotedText() {
    if (peek() != '"') {
      throw wrong("a text in quotation marks belongs");
    }
    StringBuilder value = new StringBuilder();
    for (at++; peek() != '"'; at++) {
      value.append(peek() == '\\' ? escaped() : peek());
    }
    at++;
    return value.toString();
  }

  private char escaped() {
    at++;
    if (peek() == 'u') {
      at += 4;
      peek();
      try {
        return (char) Integer.parseInt(text, at - 3, at + 1, 16);
      } catch (NumberFormatException e) {
        throw wrong("four hexadecimal digits belong");
      }
    }
    int known = ESCAPED.indexOf(peek());
    if (known < 0) {
      throw wrong("no such escape exists");
    }
    return MEANT.charAt(known);
  }

  private Boolean truth() {
    for (boolean value : new boolean[] { true, false }) {
      String word = String.valueOf(value);
      if (text.startsWith(word, at)) {
        at += word.length();
        return value;
      }
    }
    throw wrong("a value belongs");
  }

  private Long number() {
    int start = at;
    while (at < text.length() && "-0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    try {
      return Long.valueOf(text.substring(start, at));
    } catch (NumberFormatException e) {
      throw wrong("a text, a whole number, a list or an object belongs");
    }
  }

  private boolean takes(char wanted) {
    skipSpace();
    boolean there = peek() == wanted;
    at += there ? 1 : 0;
    return there;
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private char peek() {
    if (at >= text.length()) {
      throw wrong("more belongs");
    }
    return text.charAt(at);
  }

  private IllegalArgumentException wrong(String what) {
    long line = 1 + text.substring(0, Math.min(at, text.length())).chars().filter(c -> c == '\n').count();
    return new IllegalArgumentException("in line " + line + ", " + what + " where something else stands or it ends");
  }
}
