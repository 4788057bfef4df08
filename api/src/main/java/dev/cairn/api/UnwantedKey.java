package dev.cairn.api;

/** A plain store was opened with a key ring, which would not seal it. Nothing was touched. */
public final class UnwantedKey extends KeyException {
  private static final long serialVersionUID = 1;

  /** Names the plain store or location. */
  public UnwantedKey(String plain) {
    super(plain + " is plain: whether a store is sealed is decided when it is created. Open it without a key, or "
        + "copy it to a sealed store.", null);
  }
}
