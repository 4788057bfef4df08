package dev.cairn.impl.backend;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendProvider;
import dev.cairn.spi.Commit;
import dev.cairn.spi.StreamKey;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A process of its own, since it may crash: one class loader writes without a pause, while another one, with its own
 * copy of the engine, tries again and again to open the same folder. Tells how each try ended, and how many of the
 * events are there afterwards.
 */
final class TwoLoaders {
  private static final StreamKey ONE = new StreamKey("main", "thing", "one");
  private static final Map<String, Integer> ENDS = new TreeMap<>();

  private TwoLoaders() {}

  /** Takes the class of the provider, the folder, and for how many milliseconds to try. */
  public static void main(String[] args) throws Exception {
    String provider = args[0];
    Path folder = Path.of(args[1]);
    Backend backend = open(provider, BackendConfig.Mode.CREATE, folder);
    Writer writer = new Writer(backend);
    writer.start();
    try (URLClassLoader other = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[2]));
      while (System.nanoTime() - end < 0 && writer.isAlive()) {
        tryToOpen(other, provider, "READ", folder);
        tryToOpen(other, provider, "WRITE", folder);
      }
      writer.end = true;
      writer.join();
      backend.close();
      ENDS.forEach((how, times) -> System.out.println(how + " " + times));
      System.out.println("acknowledged " + writer.acknowledged);
      System.out.println("readable " + readable(provider, folder));
      tryToOpen(other, provider, "WRITE", folder);
      System.out.println("afterwards " + ENDS.get("WRITE-opened"));
    }
  }

  private static Backend open(String provider, BackendConfig.Mode mode, Path folder)
      throws ReflectiveOperationException {
    BackendProvider made = (BackendProvider) Class.forName(provider).getConstructor().newInstance();
    return made.open(new BackendConfig(folder, mode, Optional.empty(), Map.of()));
  }

  private static void tryToOpen(ClassLoader loader, String name, String mode, Path folder) throws Exception {
    Class<?> modes = loader.loadClass(BackendConfig.Mode.class.getName());
    Class<?> configs = loader.loadClass(BackendConfig.class.getName());
    Object config = configs.getConstructor(Path.class, modes, Optional.class, Map.class)
        .newInstance(folder, modes.getField(mode).get(null), Optional.empty(), Map.of());
    Object provider = loader.loadClass(name).getConstructor().newInstance();
    String end = "opened";
    try {
      ((AutoCloseable) provider.getClass().getMethod("open", configs).invoke(provider, config)).close();
    } catch (InvocationTargetException e) {
      end = e.getCause().getClass().getSimpleName();
    }
    ENDS.merge(mode + "-" + end, 1, Integer::sum);
  }

  private static long readable(String provider, Path folder) throws ReflectiveOperationException {
    long count = 0;
    try (Backend backend = open(provider, BackendConfig.Mode.READ, folder);
        var recovery = backend.recover(ONE, 0)) {
      while (recovery.events().next() != null) {
        count++;
      }
    }
    return count;
  }

  private static URL[] classPath() throws MalformedURLException {
    String[] entries = System.getProperty("java.class.path").split(java.io.File.pathSeparator);
    URL[] urls = new URL[entries.length];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = Path.of(entries[i]).toUri().toURL();
    }
    return urls;
  }

  private static final class Writer extends Thread {
    private final Backend backend;
    private volatile boolean end;
    private volatile long acknowledged;

    Writer(Backend backend) {
      this.backend = backend;
    }

    @Override
    public void run() {
      while (!end) {
        backend.commit(
            List.of(Commit.append(ONE, backend.info().generation(), acknowledged, List.of(new byte[100]))));
        acknowledged++;
      }
    }
  }
}
