package dev.cairn.api;

/** A plain store was opened with a key ring, and would not become a sealed one by that. Nothing was touched. */
public final class UnwantedKey extends KeyException {
  private static final long serialVersionUID = 1;

  /** Names what is plain. */
  public UnwantedKey(String plain) {
    super(plain + " is plain: whether a store is sealed is decided when it is made. Open it without a key, or copy it "
        + "to a sealed one.", null);
  }
}
