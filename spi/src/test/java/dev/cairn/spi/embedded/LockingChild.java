package dev.cairn.spi.embedded;

import dev.cairn.spi.BackendException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * A process of its own, which takes a lock, tries to get it again in every way, and forgets about it. Says how each try
 * ended; then lives on until its input ends.
 */
final class LockingChild {

  private LockingChild() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    Path otherName = Path.of(args[1]);
    LocationLock.acquire(folder);
    say("other-name", () -> LocationLock.acquire(otherName));
    try (URLClassLoader loader = new URLClassLoader(new URL[] { place() }, ClassLoader.getPlatformClassLoader())) {
      say("other-loader", () -> acquire(loader, folder));
      say("other-loader-and-name", () -> acquire(loader, otherName));
      System.setProperties(new Properties());
      say("other-properties", () -> LocationLock.acquire(folder));
      say("other-properties-and-loader", () -> acquire(loader, folder));
      say("other-properties-loader-and-name", () -> acquire(loader, otherName));
      Path twin = Files.createDirectory(folder.resolveSibling("twin"));
      Files.createLink(twin.resolve("lock"), folder.resolve("lock"));
      say("same-lock-file", () -> LocationLock.acquire(twin));
      say("same-lock-file-again", () -> LocationLock.acquire(twin));
    }
    System.gc();
    System.out.println("done");
    System.in.read();
  }

  private interface Try {
    void run() throws Exception;
  }

  private static void say(String name, Try again) throws Exception {
    String end = "taken";
    try {
      again.run();
    } catch (BackendException | InvocationTargetException e) {
      Throwable thrown = e instanceof InvocationTargetException ? e.getCause() : e;
      end = thrown.getClass().getSimpleName();
    }
    System.out.println(name + " " + end);
  }

  private static void acquire(ClassLoader loader, Path folder) throws Exception {
    loader.loadClass(LocationLock.class.getName()).getMethod("acquire", Path.class).invoke(null, folder);
  }

  static URL place() {
    return LocationLock.class.getProtectionDomain().getCodeSource().getLocation();
  }
}
