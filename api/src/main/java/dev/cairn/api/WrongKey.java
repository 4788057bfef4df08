package dev.cairn.api;

/** The key with this id is not the key with which the store was sealed. Nothing was touched. */
public final class WrongKey extends KeyException {
  private static final long serialVersionUID = 1;

  private final int id;

  /** Names the store and the key's id. */
  public WrongKey(String store, int id) {
    super("The key with the id " + id + " is not the one with that id in store " + store + ": it opens no record of "
        + "the store's manifest. Give the right key.", null);
    this.id = id;
  }

  /** The id under which the wrong key was given. */
  public int id() {
    return id;
  }
}
