package dev.cairn.cli;

import dev.cairn.api.ActorType;
import dev.cairn.cli.print.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolutionException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The classes in the jars of an application. If one of the jars is a module, all jars are in a new module layer, whose
 * creator may open its packages. Otherwise they are in a class loader, where every package is open.
 */
final class AppClasses implements AutoCloseable {
  private final ClassLoader loader;
  private final Optional<ModuleLayer.Controller> controller;

  private AppClasses(ClassLoader loader, Optional<ModuleLayer.Controller> controller) {
    this.loader = loader;
    this.controller = controller;
  }

  static AppClasses of(AppJars app) {
    List<Path> jars = app.jars();
    ModuleLayer own = AppClasses.class.getModule().getLayer();
    return own != null && !app.hasNestedJars() && jars.stream().anyMatch(AppClasses::isModule) ? inLayer(own, jars)
        : inLoader(jars);
  }

  /**
   * Loads a class without running its initializer.
   *
   * @throws LinkageError if a class that it needs is missing
   */
  Class<?> load(String name) throws ClassNotFoundException {
    Class<?> found = Class.forName(name, false, loader);
    controller.filter(layer -> layer.layer().modules().contains(found.getModule()))
        .ifPresent(layer -> layer.addOpens(found.getModule(), found.getPackageName(), AppClasses.class.getModule()));
    return found;
  }

  @Override
  public void close() {
    if (loader instanceof URLClassLoader closing) {
      try {
        closing.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static boolean isModule(Path jar) {
    try {
      return ModuleFinder.of(jar).findAll().stream().anyMatch(module -> !module.descriptor().isAutomatic());
    } catch (FindException e) {
      return false; // reading the jar reports the problem
    }
  }

  private static AppClasses inLoader(List<Path> jars) {
    URL[] urls = new URL[jars.size()];
    for (int i = 0; i < urls.length; i++) {
      try {
        urls[i] = jars.get(i).toUri().toURL();
      } catch (MalformedURLException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new AppClasses(new URLClassLoader(urls, ActorType.class.getClassLoader()), Optional.empty());
  }

  /** Modules of the distribution win, so a jar of Cairn among the given jars does no harm. */
  private static AppClasses inLayer(ModuleLayer own, List<Path> jars) {
    ModuleFinder finder = ModuleFinder.of(jars.toArray(Path[]::new));
    try {
      List<String> names = finder.findAll().stream().map(ModuleReference::descriptor)
          .map(java.lang.module.ModuleDescriptor::name).filter(name -> own.findModule(name).isEmpty()).toList();
      if (names.isEmpty()) {
        return inLoader(jars);
      }
      var modules = own.configuration().resolve(ModuleFinder.of(), finder, names);
      var controller = ModuleLayer.defineModulesWithOneLoader(modules, List.of(own), AppClasses.class.getClassLoader());
      return new AppClasses(controller.layer().findLoader(names.get(0)), Optional.of(controller));
    } catch (FindException | ResolutionException | LayerInstantiationException e) {
      throw new CannotRun("The modules in " + names(jars) + " cannot be loaded: " + Failure.words(e)
          + ". Give the libraries that they need as well.");
    }
  }

  private static String names(List<Path> jars) {
    return jars.stream().map(Path::toString).collect(Collectors.joining(", "));
  }
}
