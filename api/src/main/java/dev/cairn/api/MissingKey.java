package dev.cairn.api;

/** A sealed store was opened without a key ring. Nothing was touched. */
public final class MissingKey extends KeyException {
  private static final long serialVersionUID = 1;

  /** Names the store. */
  public MissingKey(String store) {
    super("The store " + store + " is sealed. Open it with its keys: ActorSystem.builder().keys(ring), or --key-file "
        + "on the command line.", null);
  }
}
