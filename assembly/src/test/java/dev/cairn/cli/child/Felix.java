package dev.cairn.cli.child;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.UnaryOperator;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** An OSGi framework with bundles. */
final class Felix implements AutoCloseable {
  /** SPI Fly tells of each provider it finds. */
  private static final Logger TALKER = Logger.getLogger("org.apache.aries.spifly");

  private final Framework framework;

  private Felix(Framework framework) {
    this.framework = framework;
  }

  static Felix start(String storage) throws BundleException {
    TALKER.setLevel(Level.WARNING);
    Framework framework = ServiceLoader.load(FrameworkFactory.class).iterator().next()
        .newFramework(Map.of(Constants.FRAMEWORK_STORAGE, storage, "felix.log.level", "1"));
    framework.start();
    return new Felix(framework);
  }

  /** Installs all, and then starts them in this order. */
  List<Bundle> install(List<String> jars) throws BundleException {
    var bundles = new ArrayList<Bundle>();
    for (String jar : jars) {
      bundles.add(framework.getBundleContext().installBundle(Path.of(jar).toUri().toString()));
    }
    for (Bundle bundle : bundles) {
      if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
        bundle.start();
      }
    }
    return bundles;
  }

  Bundle named(String name) {
    for (Bundle bundle : framework.getBundleContext().getBundles()) {
      if (name.equals(bundle.getSymbolicName())) {
        return bundle;
      }
    }
    throw new IllegalArgumentException(name);
  }

  /** Makes a bundle of the writers, and returns them as they are inside of it. */
  @SuppressWarnings("unchecked")
  UnaryOperator<String> writers(Path jar) throws IOException, BundleException, ReflectiveOperationException {
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
    manifest.getMainAttributes().putValue(Constants.BUNDLE_SYMBOLICNAME, "writers");
    manifest.getMainAttributes().putValue(Constants.IMPORT_PACKAGE, "dev.cairn.api");
    try (OutputStream file = Files.newOutputStream(jar); var out = new JarOutputStream(file, manifest)) {
      for (Path type : classes()) {
        out.putNextEntry(new JarEntry("dev/cairn/cli/child/" + type.getFileName()));
        Files.copy(type, out);
      }
    }
    Bundle bundle = install(List.of(jar.toString())).getFirst();
    return (UnaryOperator<String>) bundle.loadClass(Writers.class.getName()).getConstructor().newInstance();
  }

  private static List<Path> classes() throws IOException {
    Path folder = Path.of(Felix.class.getProtectionDomain().getCodeSource().getLocation().getPath(),
        "dev/cairn/cli/child");
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().matches("(Writers|Notebook).*")).toList();
    }
  }

  @Override
  public void close() throws BundleException {
    framework.stop();
    try {
      framework.waitForStop(10_000);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
