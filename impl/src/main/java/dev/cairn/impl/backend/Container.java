package dev.cairn.impl.backend;

import dev.cairn.spi.BackendProvider;
import java.util.List;

/** An environment in which backends come and go while the process runs, such as OSGi. */
public interface Container {

  /** No container. */
  Container NONE = new Container() {
    @Override
    public boolean isPresent(Class<?> provider) {
      return true;
    }

    @Override
    public List<BackendProvider> providers() {
      return List.of();
    }
  };

  /** Whether the jar of a provider is still in use, as far as the container knows. */
  boolean isPresent(Class<?> provider);

  /** The providers that the container offers; a service loader may find some of them too. */
  List<BackendProvider> providers();
}
