package dev.cairn.impl.backend;

import dev.cairn.api.GivenBackend;
import dev.cairn.api.StoreRefused;
import dev.cairn.spi.BackendProvider;

/** A usable provider, the name it gave, and the jar it came from. */
public record FoundBackend(String name, String origin, BackendProvider provider) {

  /**
   * Takes a backend that was not looked for.
   *
   * @throws StoreRefused if it is no provider
   */
  public static FoundBackend of(GivenBackend given) {
    if (given instanceof BackendProvider provider) {
      return new FoundBackend(provider.name(), "given", provider);
    }
    throw new StoreRefused("The given backend " + given.getClass().getName() + " does not implement "
        + BackendProvider.class.getName() + ".", null);
  }
}
