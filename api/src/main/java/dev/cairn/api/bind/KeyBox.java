package dev.cairn.api.bind;

/** A key in the memory of the runtime. Any thread may call. */
public interface KeyBox {

  /** Wipes the key; waits for the threads that are using it. A second call does nothing. */
  void destroy();

  /** Whether the key is wiped. */
  boolean destroyed();
}
