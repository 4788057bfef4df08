package dev.cairn.api;

/**
 * A name or an id breaks a rule. Nothing was done.
 */
public final class InvalidName extends CairnException {
  private static final long serialVersionUID = 1;

  /** Says which name broke which rule. */
  public InvalidName(String what, String name, String rule) {
    super(what + " is not usable: " + rule + " It is " + printable(name) + ".", null);
  }

  private static String printable(String name) {
    StringBuilder text = new StringBuilder("'");
    name.codePoints().limit(80).forEach(c -> {
      if (Character.isISOControl(c) || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
        text.append(String.format("\\u%04x", c));
      } else {
        text.appendCodePoint(c);
      }
    });
    return text.append("'").toString();
  }
}
