package dev.cairn.impl.place;

/** A letter of a program that writes letters in another form. */
final class OtherVersion extends RuntimeException {
  private static final long serialVersionUID = 1;

  private OtherVersion(int version) {
    super("it writes letters in form " + version + ", and the other one in form " + CommandLetter.VERSION + ".", null,
        false, false);
  }

  static void require(byte version) {
    if (version != CommandLetter.VERSION) {
      throw new OtherVersion(version);
    }
  }
}
