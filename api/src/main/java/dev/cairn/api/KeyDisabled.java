package dev.cairn.api;

/** A read or a write needs a key that was disabled or wiped. */
public final class KeyDisabled extends KeyException {
  private static final long serialVersionUID = 1;

  private final int id;

  /** Names the key's id. */
  public KeyDisabled(int id) {
    super("The key with the id " + id + " is disabled or wiped. Add it to the key ring again to use it.", null);
    this.id = id;
  }

  /** The id of the key that is needed. */
  public int id() {
    return id;
  }
}
