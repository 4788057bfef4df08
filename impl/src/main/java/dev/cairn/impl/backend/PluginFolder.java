package dev.cairn.impl.backend;

import dev.cairn.api.bind.FailureText;
import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolutionException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One sub-folder of the plugin folder: a backend with its libraries, loaded apart from all others. It gets a module
 * layer above the runtime's own or, if the runtime is on the class path, a class loader.
 *
 * <p>A sub-folder is loaded once in a process, because its native library can be loaded only once. The next scan finds
 * new sub-folders.
 */
final class PluginFolder {
  private static final ConcurrentHashMap<Path, ClassLoader> LOADED = new ConcurrentHashMap<>();

  private final Path folder;

  private PluginFolder(Path folder) {
    this.folder = folder;
  }

  /** Lists the sub-folders, in order of name. */
  static List<PluginFolder> in(Path backends) throws IOException {
    try (Stream<Path> folders = Files.list(backends)) {
      return folders.filter(Files::isDirectory).sorted().map(PluginFolder::new).toList();
    }
  }

  /**
   * Loads the sub-folder and returns its class loader, which also shows the providers of its parents.
   *
   * @throws UnusablePlugin with the reason if it cannot be loaded
   */
  ClassLoader loader() throws UnusablePlugin {
    try {
      Path real = folder.toRealPath();
      ClassLoader loader = LOADED.get(real);
      if (loader == null) {
        ClassLoader made = load();
        ClassLoader first = LOADED.putIfAbsent(real, made);
        loader = first == null ? made : first;
      }
      return loader;
    } catch (IOException e) {
      throw new UnusablePlugin(folder, "it cannot be read: " + FailureText.of(e), e);
    }
  }

  Path folder() {
    return folder;
  }

  private ClassLoader load() throws UnusablePlugin, IOException {
    List<Path> jars = jars();
    if (jars.isEmpty()) {
      throw new UnusablePlugin(folder, "it holds no jar", null);
    }
    ModuleLayer own = PluginFolder.class.getModule().getLayer();
    return own == null ? onClassPath(jars) : inLayer(own, jars);
  }

  private List<Path> jars() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  private static ClassLoader onClassPath(List<Path> jars) throws MalformedURLException {
    URL[] urls = new URL[jars.size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = jars.get(i).toUri().toURL();
    }
    return new URLClassLoader(urls, PluginFolder.class.getClassLoader());
  }

  /** Modules of the parent layer win, so a copied jar of Cairn does no harm. */
  private ClassLoader inLayer(ModuleLayer own, List<Path> jars) throws UnusablePlugin {
    ModuleFinder finder = ModuleFinder.of(jars.toArray(Path[]::new));
    try {
      for (Path jar : jars) {
        checkThatModule(jar);
      }
      Configuration modules =
          own.configuration().resolve(ModuleFinder.of(), finder, finder.findAll().stream().map(PluginFolder::name)
              .filter(name -> own.findModule(name).isEmpty()).collect(Collectors.toSet()));
      ModuleLayer.Controller controller =
          ModuleLayer.defineModulesWithOneLoader(modules, List.of(own), PluginFolder.class.getClassLoader());
      controller.layer().modules().forEach(module -> allowNatives(controller, module));
      return loaderOf(controller.layer());
    } catch (FindException | ResolutionException | LayerInstantiationException e) {
      throw new UnusablePlugin(folder, FailureText.of(e), e);
    }
  }

  /** A jar that is not a module is reported by its own name. */
  private static void checkThatModule(Path jar) throws UnusablePlugin {
    try {
      ModuleFinder.of(jar).findAll();
    } catch (FindException e) {
      throw new UnusablePlugin(jar, "it is no module: " + deepest(e), e);
    }
  }

  private ClassLoader loaderOf(ModuleLayer layer) throws UnusablePlugin {
    return layer.modules().stream().findFirst().map(Module::getClassLoader)
        .orElseThrow(() -> new UnusablePlugin(folder, "it holds nothing that is not there already", null));
  }

  private static String name(ModuleReference module) {
    return module.descriptor().name();
  }

  private static @Nullable String deepest(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage();
  }

  /**
   * The method exists since Java 22, and the JVM warns without it since 24. If the runtime itself has no native access,
   * the JVM's message names this module.
   */
  private static void allowNatives(ModuleLayer.Controller controller, Module module) {
    try {
      ModuleLayer.Controller.class.getMethod("enableNativeAccess", Module.class).invoke(controller, module);
    } catch (ReflectiveOperationException e) {
      // the JVM decides when the library is loaded
    }
  }
}
