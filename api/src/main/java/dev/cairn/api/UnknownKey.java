package dev.cairn.api;

/** A record was sealed with a key that is not in the key ring. */
public final class UnknownKey extends KeyException {
  private static final long serialVersionUID = 1;

  private final int id;

  /** Names the key's id. */
  public UnknownKey(int id) {
    super("No key with the id " + id + " is in the key ring. Add it: ring.add(" + id + ", key).", null);
    this.id = id;
  }

  /** The id of the key that is needed. */
  public int id() {
    return id;
  }
}
