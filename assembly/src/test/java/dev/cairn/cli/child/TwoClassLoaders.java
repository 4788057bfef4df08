package dev.cairn.cli.child;

import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/** Opens one folder through two class loaders of one JVM, each with its own copy of every class and of SQLite. */
public final class TwoClassLoaders {
  private TwoClassLoaders() {}

  /** Takes the folder and the jars. */
  public static void main(String[] args) throws Exception {
    Path data = Path.of(args[0]);
    URL[] jars = new URL[args.length - 1];
    for (int i = 1; i < args.length; i++) {
      jars[i - 1] = Path.of(args[i]).toUri().toURL();
    }
    try (var one = loader(jars); var other = loader(jars)) {
      AutoCloseable first = open(one, data);
      refuse(other, data);
      first.close();
      AutoCloseable second = open(other, data);
      System.out.println("opened after the first was closed");
      refuse(one, data);
      second.close();
    }
  }

  private static URLClassLoader loader(URL[] jars) {
    return new URLClassLoader(jars, ClassLoader.getPlatformClassLoader());
  }

  private static void refuse(ClassLoader loader, Path data) throws Exception {
    try {
      open(loader, data).close();
      System.out.println("opened twice");
    } catch (InvocationTargetException e) {
      System.out.println("refused with " + e.getCause().getClass().getSimpleName());
      System.out.println(e.getCause().getMessage());
    }
  }

  private static AutoCloseable open(ClassLoader loader, Path data) throws Exception {
    Class<?> door = loader.loadClass("dev.cairn.api.ActorSystem");
    Object builder = door.getMethod("builder").invoke(null);
    builder.getClass().getMethod("data", Path.class).invoke(builder, data);
    return (AutoCloseable) builder.getClass().getMethod("open").invoke(builder);
  }
}
