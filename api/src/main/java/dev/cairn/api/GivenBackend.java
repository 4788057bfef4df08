package dev.cairn.api;

/**
 * A backend that is handed to a system instead of being found by it. Actor authors get one from the test kit; who makes
 * one implements {@code dev.cairn.spi.BackendProvider} with the same class.
 */
public interface GivenBackend {

  /** The backend's name, which is written beside the data it belongs to. */
  String name();
}
