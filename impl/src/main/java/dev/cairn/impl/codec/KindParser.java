package dev.cairn.impl.codec;

import java.util.ArrayList;
import java.util.List;

/** Reads the text of a kind, from left to right. */
final class KindParser {
  private static final int MAX_DEPTH = 16;

  private final String text;
  private int at;
  private int depth;

  KindParser(String text) {
    this.text = text;
  }

  /** An optional can only be outermost. */
  Kind component() {
    Kind kind;
    if (text.startsWith("optional(")) {
      at = "optional(".length();
      kind = new Kind.OptionalOf(element());
      expect(')');
    } else {
      kind = element();
    }
    if (at != text.length()) {
      throw unknownKind();
    }
    return kind;
  }

  private Kind element() {
    if (++depth > MAX_DEPTH) {
      throw unknownKind();
    }
    String word = word();
    Kind kind = at < text.length() && text.charAt(at) == '(' ? parseComposite(word) : simple(word);
    depth--;
    return kind;
  }

  private Kind parseComposite(String word) {
    expect('(');
    Kind kind = switch (word) {
      case "list" -> new Kind.ListOf(element());
      case "set" -> new Kind.SetOf(element());
      case "map" -> map();
      case "record" -> record(word());
      case "one-of" -> new Kind.OneOf("", words());
      case "enum" -> new Kind.EnumOf("", words());
      default -> throw unknownKind();
    };
    expect(')');
    return kind;
  }

  private Kind map() {
    Kind key = element();
    expect(',');
    return new Kind.MapOf(key, element());
  }

  private Kind record(String word) {
    int mark = word.indexOf('#');
    if (mark < 0) {
      return new Kind.RecordOf(word);
    }
    try {
      int version = Integer.parseInt(word.substring(mark + 1));
      if (mark > 0 && version > 1) {
        return new Kind.RecordOf(word.substring(0, mark), version);
      }
    } catch (NumberFormatException e) {
      throw unknownKind();
    }
    throw unknownKind();
  }

  private List<String> words() {
    List<String> words = new ArrayList<>(List.of(word()));
    while (at < text.length() && text.charAt(at) == ',') {
      at++;
      words.add(word());
    }
    return List.copyOf(words);
  }

  private Kind simple(String word) {
    if (word.equals("enum")) {
      return new Kind.EnumOf("", List.of());
    }
    for (Scalar scalar : Scalar.values()) {
      if (scalar.text().equals(word)) {
        return scalar;
      }
    }
    throw unknownKind();
  }

  private String word() {
    int start = at;
    while (at < text.length() && "(),".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    if (at == start) {
      throw unknownKind();
    }
    return text.substring(start, at);
  }

  private void expect(char c) {
    if (at >= text.length() || text.charAt(at++) != c) {
      throw unknownKind();
    }
  }

  private IllegalArgumentException unknownKind() {
    return new IllegalArgumentException("There is no kind '" + text + "'.");
  }
}
