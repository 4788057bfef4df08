package dev.cairn.cli;

import dev.cairn.api.ActorType;
import dev.cairn.api.KeyRing;
import dev.cairn.cli.print.Failure;
import java.io.UncheckedIOException;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.lang.module.ResolutionException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** A console of the module in the folder {@code console} of the distribution, which no other command needs. */
record ConsoleModule(AutoCloseable console, String address) implements AutoCloseable {
  private static final String NAME = "dev.cairn.console";

  static ConsoleModule open(Path data, int port, Optional<KeyRing> keys,
      Optional<BiFunction<String, String, ActorType<?, ?, ?>>> types) {
    try {
      Class<?> type = load().loadClass(NAME + ".Console");
      var console = (AutoCloseable) type.getMethod("open", Path.class, int.class, Optional.class, Optional.class)
          .invoke(null, data, port, keys, types);
      return new ConsoleModule(console, type.getMethod("uri").invoke(console).toString());
    } catch (InvocationTargetException e) {
      throw explain(e);
    } catch (ReflectiveOperationException | FindException | ResolutionException | LayerInstantiationException e) {
      throw new CannotRun("The console cannot be loaded: " + Failure.words(e) + ". It and the command line must be of "
          + "one distribution.");
    }
  }

  private static ClassLoader load() {
    String home = System.getProperty("dev.cairn.cli.home");
    ModuleLayer own = ConsoleModule.class.getModule().getLayer();
    Path folder = home == null ? null : Path.of(home, "console");
    if (folder == null || own == null || !Files.isDirectory(folder)) {
      throw new CannotRun("The console is not here: it is in the folder 'console' of a distribution, and bin/cairn of "
          + "that distribution finds it.");
    }
    var modules = own.configuration().resolve(ModuleFinder.of(folder), ModuleFinder.of(), List.of(NAME));
    return own.defineModulesWithOneLoader(modules, ConsoleModule.class.getClassLoader()).findLoader(NAME);
  }

  private static RuntimeException explain(InvocationTargetException failure) {
    return switch (failure.getCause()) {
      case UncheckedIOException e -> new CannotRun(String.valueOf(e.getMessage()));
      case RuntimeException e -> e;
      case Error e -> throw e;
      case null, default -> new IllegalStateException(failure);
    };
  }

  @Override
  public void close() {
    try {
      console.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
