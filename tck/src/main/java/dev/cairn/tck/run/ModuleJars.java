package dev.cairn.tck.run;

import dev.cairn.spi.BackendProvider;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.lang.module.ResolutionException;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;

/** The jars of a backend as a module layer of their own, as in a plugin folder. */
final class ModuleJars {
  private ModuleJars() {}

  static BackendProvider provider(List<Path> jars) throws NotFound {
    try {
      ModuleFinder finder = ModuleFinder.of(jars.toArray(Path[]::new));
      Set<String> names = finder.findAll().stream().map(found -> found.descriptor().name())
          .filter(name -> ModuleLayer.boot().findModule(name).isEmpty()).collect(Collectors.toSet());
      Configuration modules = ModuleLayer.boot().configuration().resolve(ModuleFinder.of(), finder, names);
      ModuleLayer.Controller controller = ModuleLayer.defineModulesWithOneLoader(modules, List.of(ModuleLayer.boot()),
          ModuleJars.class.getClassLoader());
      controller.layer().modules().forEach(module -> allowNatives(controller, module));
      return only(ServiceLoader.load(controller.layer(), BackendProvider.class).stream()
          .map(ServiceLoader.Provider::get).toList());
    } catch (FindException | ResolutionException | LayerInstantiationException | ServiceConfigurationError e) {
      throw new NotFound(String.valueOf(e.getMessage()), e);
    }
  }

  private static BackendProvider only(List<BackendProvider> found) throws NotFound {
    return switch (found.size()) {
      case 1 -> found.get(0);
      case 0 -> throw new NotFound("No module among the jars says 'provides dev.cairn.spi.BackendProvider with ...'.",
          null);
      default -> throw new NotFound("Several providers: " + found.stream().map(BackendProvider::name).toList(), null);
    };
  }

  /** The method exists since Java 22; without it, or without permission, the JVM warns. */
  private static void allowNatives(ModuleLayer.Controller controller, Module module) {
    try {
      ModuleLayer.Controller.class.getMethod("enableNativeAccess", Module.class).invoke(controller, module);
    } catch (ReflectiveOperationException e) {
      // the JVM decides when the library is loaded
    }
  }
}
