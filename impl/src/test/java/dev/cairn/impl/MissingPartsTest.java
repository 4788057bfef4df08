package dev.cairn.impl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program is told that lacks a jar, or a permission of its JVM. */
@Timeout(110)
class MissingPartsTest {
  @TempDir
  Path folder;

  @ParameterizedTest
  @CsvSource({
      "RuntimeMissing, dev.cairn:cairn-impl, dev/cairn/impl/CairnRuntime.class, open",
      "RuntimeMissing, dev.cairn:cairn-spi, dev/cairn/spi/Backend.class, open",
      "RuntimeMissing, com.esotericsoftware.kryo:kryo5, com/esotericsoftware/kryo/kryo5/Kryo.class, open",
      "RuntimeMissing, org.bouncycastle:bcprov-jdk18on, org/bouncycastle/crypto/params/KeyParameter.class, seal",
      "BackendNotChosen, dev.cairn:cairn-backend-sqlite, dev/cairn/backend/sqlite/SqliteBackendProvider.class, open",
      "StoreUnavailable, org.xerial:sqlite-jdbc, org/sqlite/JDBC.class, open" })
  void a_jar_that_is_missing_is_told_as_maven_names_it_and_nothing_is_touched(String error, String jar, String inside,
      String how)
      throws Exception {
    try (URLClassLoader loader = without(inside)) {
      String told = (String) loader.loadClass(Opener.class.getName()).getMethod(how, String.class, String.class)
          .invoke(null, "sqlite", folder.resolve("data").toString());
      assertTrue(told.startsWith(error + ": "), told);
      assertTrue(told.contains("dd " + jar + " "), told);
    }
    assertFalse(Files.exists(folder.resolve("data").resolve("cairn.sqlite")));
  }

  @ParameterizedTest
  @ValueSource(strings = { "sqlite", "rocksdb" })
  void a_jvm_that_lets_nobody_load_native_libraries_is_told_with_the_option(String backend) throws Exception {
    assumeTrue(Runtime.version().feature() >= 24, "not run here: older JVMs have no such option");
    String data = folder.resolve("data").toString();
    Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--illegal-native-access=deny", "-cp", ChildPath.ofThisJvm(),
        Opener.class.getName(), backend, data).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try {
      String told = new String(child.getInputStream().readAllBytes()).strip();
      assertTrue(told.startsWith("StoreUnavailable: The backend '" + backend + "' of "), told);
      assertTrue(told.contains("--enable-native-access=ALL-UNNAMED,"), told);
    } finally {
      child.destroyForcibly();
    }
  }

  @Test
  void with_every_jar_it_opens() throws Exception {
    assertEquals("open", Opener.open("memory", folder.resolve("data").toString()));
  }

  private static URLClassLoader without(String inside) throws Exception {
    List<Path> jars = Stream.of(ChildPath.ofThisJvm().split(File.pathSeparator)).map(Path::of)
        .filter(each -> !holds(each, inside)).toList();
    URL[] urls = new URL[jars.size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = jars.get(i).toUri().toURL();
    }
    return new URLClassLoader(urls, new Platform());
  }

  /** The classes of the JDK alone: the loader of the platform gives those of every module of this JVM. */
  private static final class Platform extends ClassLoader {
    Platform() {
      super(null);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (!name.startsWith("java") && !name.startsWith("jdk.") && !name.startsWith("org.xml.")) {
        throw new ClassNotFoundException(name);
      }
      return getPlatformClassLoader().loadClass(name);
    }
  }

  private static boolean holds(Path place, String inside) {
    if (!place.toString().endsWith(".jar")) {
      return Files.exists(place.resolve(inside));
    }
    try (JarFile jar = new JarFile(place.toFile())) {
      return jar.getEntry(inside) != null || namesOthers(jar);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The jar that starts the tests names every other one, also those that are to be missing. */
  private static boolean namesOthers(JarFile jar) throws IOException {
    Manifest manifest = jar.getManifest();
    return manifest != null && manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH) != null;
  }
}
