package dev.cairn.backend.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two copies of the native library in one JVM lose data without an error, so the second one must not get near the
 * file.
 */
class SecondClassLoaderTest {

  @Test
  void a_second_class_loader_of_this_jvm_is_refused(@TempDir Path folder) throws Exception {
    BackendConfig config = new BackendConfig(folder, BackendConfig.Mode.CREATE, Optional.empty(), Map.of());
    URL[] classes = { classesOf(Backend.class), classesOf(SqliteBackendProvider.class) };
    try (Backend backend = new SqliteBackendProvider().open(config);
        URLClassLoader loader = new URLClassLoader(classes, null)) {
      Class<?> configType = loader.loadClass(BackendConfig.class.getName());
      assertNotSame(BackendConfig.class, configType);
      Class<?> mode = loader.loadClass(BackendConfig.Mode.class.getName());
      Object write = mode.getField("WRITE").get(null);
      Object again = configType.getConstructor(Path.class, mode, Optional.class, Map.class)
          .newInstance(folder, write, Optional.empty(), Map.of());
      Object provider = loader.loadClass(SqliteBackendProvider.class.getName()).getConstructor().newInstance();
      InvocationTargetException refusal = assertThrows(InvocationTargetException.class,
          () -> provider.getClass().getMethod("open", configType).invoke(provider, again));
      assertEquals("dev.cairn.spi.BackendException$Locked", refusal.getCause().getClass().getName());
      assertEquals(1, backend.info().generation());
    }
  }

  private static URL classesOf(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }
}
