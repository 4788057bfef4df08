package dev.cairn.api;

/**
 * A backend that the author passes to a system, which then does not search for one. Actor authors get one from the test
 * kit. A class that implements this also implements {@code dev.cairn.spi.BackendProvider}.
 */
public interface GivenBackend {

  /** The backend's name, which is written beside its data. */
  String name();
}
