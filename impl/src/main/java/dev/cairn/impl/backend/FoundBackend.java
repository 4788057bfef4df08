package dev.cairn.impl.backend;

import dev.cairn.api.GivenBackend;
import dev.cairn.api.StoreException;
import dev.cairn.api.StoreRefused;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.api.bind.FailureText;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.BackendProvider;
import org.jspecify.annotations.Nullable;

/** A usable provider, its name, and the jar it came from. */
public record FoundBackend(String name, String origin, BackendProvider provider) {

  /**
   * Takes a backend object from the author.
   *
   * @throws StoreRefused if it is not a {@code BackendProvider}
   */
  public static FoundBackend of(GivenBackend given) {
    if (given instanceof BackendProvider provider) {
      return new FoundBackend(provider.name(), "given", provider);
    }
    throw new StoreRefused("The given backend " + given.getClass().getName() + " does not implement "
        + BackendProvider.class.getName() + ".", null);
  }

  /**
   * Opens a location.
   *
   * @throws StoreException for every failure, also for one that no backend should throw
   */
  public Backend open(BackendConfig config) {
    @Nullable
    Backend backend;
    try {
      backend = provider.open(config);
    } catch (BackendException e) {
      throw Location.explain(config.location(), e);
    } catch (NoClassDefFoundError e) {
      throw new StoreUnavailable("The backend '" + name + "' of " + origin + " could not open " + config.location()
          + ": " + FailureText.of(e) + ". Add " + Drivers.of(name).orElse("the jar that holds it")
          + " to the class path, the module path or the folder of the backend.", e);
    } catch (IllegalCallerException e) {
      throw new StoreUnavailable("The backend '" + name + "' of " + origin + " could not open " + config.location()
          + ", because this JVM lets it load no native library. Start the JVM with --enable-native-access="
          + NativeAccess.deniedTo(e) + ", or add that to the variable JDK_JAVA_OPTIONS.", e);
    } catch (RuntimeException | LinkageError e) {
      throw new StoreUnavailable("The backend '" + name + "' of " + origin + " could not open " + config.location()
          + ": " + FailureText.of(e) + ".", e);
    }
    if (backend == null) {
      throw new StoreUnavailable("The backend '" + name + "' of " + origin + " gave nothing back for "
          + config.location() + ". That is a mistake in the backend.", null);
    }
    return backend;
  }
}
