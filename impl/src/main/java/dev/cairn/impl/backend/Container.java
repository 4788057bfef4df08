package dev.cairn.impl.backend;

import dev.cairn.spi.BackendProvider;
import java.util.List;

/** Where backends come and go while the process runs. Outside of one, what was found stays. */
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

  /** Whether the jar of a provider is there to stay, as far as one can know. */
  boolean isPresent(Class<?> provider);

  /** The providers that are there beside those that a service loader finds, or some that it finds as well. */
  List<BackendProvider> providers();
}
