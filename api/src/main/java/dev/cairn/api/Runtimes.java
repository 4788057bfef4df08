package dev.cairn.api;

import dev.cairn.api.bind.SystemProvider;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Finds the runtime in this module's own layer or class loader, never in the context loader. */
final class Runtimes {
  private Runtimes() {}

  static SystemProvider first() {
    ModuleLayer layer = Runtimes.class.getModule().getLayer();
    ServiceLoader<SystemProvider> found = layer == null
        ? ServiceLoader.load(SystemProvider.class, Runtimes.class.getClassLoader())
        : ServiceLoader.load(layer, SystemProvider.class);
    try {
      return found.findFirst().orElseThrow(RuntimeMissing::new);
    } catch (ServiceConfigurationError e) {
      if (e.getCause() instanceof RuntimeMissing missing) {
        throw missing;
      }
      throw e;
    }
  }
}
