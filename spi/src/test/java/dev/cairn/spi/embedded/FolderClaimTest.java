package dev.cairn.spi.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.spi.BackendException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What keeps two users of one folder apart, by whatever way they come. */
@Timeout(60)
class FolderClaimTest {
  private static final List<String> IN_OWN_MOUNTS = List.of("unshare", "--user", "--map-root-user", "--mount");

  @TempDir
  Path temporary;
  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(temporary.toRealPath().resolve("folder"));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void neither_another_name_nor_loader_nor_new_system_properties_get_a_folder_that_is_held() throws Exception {
    Path otherName = Files.createDirectory(folder.resolveSibling("other-name"));
    if (!works("true")) {
      Assumptions.abort("a folder with two names needs the right to mount (unshare)");
    }
    Process child = start("sh", "-c", "mount --bind \"$1\" \"$2\" && shift 2 && exec \"$@\"", "sh", folder.toString(),
        otherName.toString(), Path.of(System.getProperty("java.home"), "bin/java").toString(), "-cp", classPath(),
        LockingChild.class.getName(), folder.toString(), otherName.toString());
    try {
      Map<String, String> said = listen(child.inputReader());
      assertEquals(8, said.size(), said::toString);
      said.forEach((how, end) -> assertEquals("Locked", end, how));
      BackendException.Locked refusal = assertThrows(BackendException.Locked.class, () -> LocationLock.acquire(folder));
      assertTrue(refusal.holder().contains(Long.toString(child.pid())), refusal.holder());
    } finally {
      child.destroyForcibly().waitFor();
    }
    LocationLock.acquire(folder).close();
  }

  @Test
  void readers_of_one_engine_share_a_folder_with_its_writer() {
    LocationLock first = LocationLock.share(folder, String.class);
    LocationLock second = LocationLock.share(folder, String.class);
    LocationLock writer = LocationLock.acquire(folder, String.class);
    assertThrows(BackendException.Locked.class, () -> LocationLock.acquire(folder, String.class));
    writer.close();
    LocationLock.acquire(folder, String.class).close();
    first.close();
    first.close();
    assertThrows(BackendException.Locked.class, () -> LocationLock.acquire(folder, Integer.class));
    second.close();
    LocationLock.acquire(folder, Integer.class).close();
  }

  @Test
  void a_reader_leaves_nothing_in_the_folder() throws IOException {
    LocationLock.share(folder, String.class).close();
    try (var files = Files.list(folder)) {
      assertEquals(List.of(), files.toList());
    }
    assertThrows(BackendException.Unavailable.class, () -> LocationLock.share(folder.resolve("none"), String.class));
  }

  @Test
  @EnabledOnOs({ OS.LINUX, OS.MAC })
  void a_reader_of_another_class_loader_keeps_a_writer_away_and_a_writer_the_reader() throws Exception {
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] { LockingChild.place() }, ClassLoader.getPlatformClassLoader())) {
      AutoCloseable reader = share(loader);
      BackendException.Locked refusal = assertThrows(BackendException.Locked.class, () -> LocationLock.acquire(folder));
      assertTrue(refusal.holder().startsWith("this very process, through another class loader"), refusal.holder());
      reader.close();
      LocationLock writer = LocationLock.acquire(folder);
      InvocationTargetException refused = assertThrows(InvocationTargetException.class, () -> share(loader));
      assertEquals(BackendException.Locked.class.getName(), refused.getCause().getClass().getName());
      writer.close();
      share(loader).close();
    }
  }

  @Test
  void an_interrupted_thread_takes_the_lock_and_stays_interrupted() {
    Thread.currentThread().interrupt();
    LocationLock lock = LocationLock.acquire(folder);
    assertTrue(Thread.interrupted());
    assertThrows(BackendException.Locked.class, () -> LocationLock.acquire(folder));
    lock.close();
    Thread.currentThread().interrupt();
    LocationLock.share(folder, String.class).close();
    assertTrue(Thread.interrupted());
  }

  private AutoCloseable share(ClassLoader loader) throws Exception {
    return (AutoCloseable) loader.loadClass(LocationLock.class.getName())
        .getMethod("share", Path.class, Class.class).invoke(null, folder, String.class);
  }

  private static Map<String, String> listen(BufferedReader lines) throws IOException {
    Map<String, String> said = new TreeMap<>();
    for (String line = lines.readLine(); !"done".equals(line); line = lines.readLine()) {
      assertTrue(line != null, said + " and nothing more");
      said.put(line.split(" ")[0], line.split(" ")[1]);
    }
    return said;
  }

  private static Process start(String... command) throws IOException {
    List<String> all = new ArrayList<>(IN_OWN_MOUNTS);
    all.addAll(List.of(command));
    return new ProcessBuilder(all).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static boolean works(String command) throws InterruptedException {
    try {
      return start(command).waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static String classPath() throws URISyntaxException {
    Path tests = Path.of(LockingChild.class.getResource("LockingChild.class").toURI()).getParent()
        .resolve("../../../..").normalize();
    return Path.of(LockingChild.place().toURI()) + File.pathSeparator + tests;
  }
}
