package dev.cairn.cli.child;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.osgi.framework.Bundle;

/**
 * Updates the bundle of the backend again and again while a hundred actors write, takes it away for good, and brings it
 * back. Says what it sees, one "name value" a line.
 */
public final class UpdatesInFelix {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private UpdatesInFelix() {}

  /** Takes a folder, the number of updates, the name of the backend, its jar, and the bundles. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    int updates = Integer.parseInt(args[1]);
    String backend = "dev.cairn.backend." + args[2];
    Path jar = Path.of(args[3]);
    try (Felix felix = Felix.start(folder.resolve("felix").toString())) {
      felix.install(List.of(args).subList(4, args.length));
      UnaryOperator<String> writers = felix.writers(folder.resolve("writers.jar"));
      writers.apply("open " + args[2] + " " + folder.resolve("data"));
      writers.apply("write");
      update(felix, writers, backend, jar, Math.max(1, updates / 10));
      say("before", footprint());
      update(felix, writers, backend, jar, updates);
      say("after", footprint());
      say("written", writers.apply("written"));
      say("rest", writers.apply("rest"));
      Bundle gone = felix.named(backend);
      gone.uninstall();
      long start = System.nanoTime();
      say("gone", writers.apply("ask"));
      say("waited", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
      felix.install(List.of(jar.toString()));
      say("back", writers.apply("ask"));
      felix.named("dev.cairn.impl").stop();
      say("stopped", writers.apply("ask"));
      say("claims",
          System.getProperties().stringPropertyNames().stream().filter(name -> name.startsWith("dev.cairn.lock"))
              .count());
    }
  }

  private static void update(Felix felix, UnaryOperator<String> writers, String name, Path jar, int times)
      throws Exception {
    for (int i = 0; i < times; i++) {
      Bundle backend = felix.named(name);
      backend.stop();
      try (InputStream bytes = Files.newInputStream(jar)) {
        backend.update(bytes);
      }
      backend.start();
      awaitWriting(writers);
    }
  }

  /** Waits until something is acknowledged with the bundle there is now. */
  private static void awaitWriting(UnaryOperator<String> writers) {
    String before = writers.apply("kept");
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (before.equals(writers.apply("kept")) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** Open files and loaded classes, once what nobody holds is collected. */
  private static String footprint() throws IOException {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    try (var files = Files.list(Path.of("/proc/self/fd"))) {
      return files.count() + " " + ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
    }
  }

  private static void say(String name, Object value) {
    System.out.println(name + " " + value);
  }
}
