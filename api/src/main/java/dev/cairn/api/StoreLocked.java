package dev.cairn.api;

import java.nio.file.Path;

/**
 * Another writer holds the store, or another class loader of this process uses it: a second copy of the engine in one
 * process could damage the store. Nothing was touched.
 */
public final class StoreLocked extends StoreException {
  private static final long serialVersionUID = 1;
  private final String holder;

  /** Names the folder and its holder. */
  public StoreLocked(Path data, String holder, Throwable cause) {
    super("The store in " + data + " is held by " + holder + ". One process writes to a store at a time: stop the "
        + "holder, or choose another folder. Reading beside it is possible, from another process or through the same "
        + "class loader.",
        cause);
    this.holder = holder;
  }

  /** Names a file of personal keys and its holder. */
  public StoreLocked(String holder, Path keys, Throwable cause) {
    super(
        "The personal keys in " + keys + " are held by " + holder + ". One process writes to them at a time: stop the "
            + "holder, or give each location a file of its own.",
        cause);
    this.holder = holder;
  }

  /** The holder of the store, as a text for people. */
  public String holder() {
    return holder;
  }
}
