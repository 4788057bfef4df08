package dev.cairn.api.bind;

/** A key, as the runtime keeps it in memory. Any thread may call. */
public interface KeyBox {

  /** Wipes the key; waits for those who are using it. A second call does nothing. */
  void destroy();

  /** Whether the key is gone. */
  boolean destroyed();
}
