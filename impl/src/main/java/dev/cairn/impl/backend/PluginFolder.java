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
 * A folder in which each sub-folder is one backend with its libraries, loaded for itself: in a module layer above the
 * runtime's own or, where the runtime is on the class path, in a class loader.
 *
 * <p>A sub-folder is loaded once in a process, since its native library can be; one that was added meanwhile is found
 * by the next scan.
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
   * Loads the sub-folder and returns its class loader, through which its parents' providers are found too.
   *
   * @throws UnusablePlugin saying why it cannot be loaded
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

  /** What the parent layer has wins, so a jar of ours that was copied along does no harm. */
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

  /** A jar that is none is told by its own name. */
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
   * The JDK has this method since Java 22, and warns without it since 24. Where the runtime itself has no native
   * access, the JVM says so by the name of this module.
   */
  private static void allowNatives(ModuleLayer.Controller controller, Module module) {
    try {
      ModuleLayer.Controller.class.getMethod("enableNativeAccess", Module.class).invoke(controller, module);
    } catch (ReflectiveOperationException e) {
      // the JVM decides when the library is loaded
    }
  }
}
