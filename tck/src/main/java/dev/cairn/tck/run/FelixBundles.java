package dev.cairn.tck.run;

import dev.cairn.spi.BackendProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/**
 * The jars of a backend as bundles of Felix, with the mediator that makes a services file an OSGi service. The
 * framework itself exports the packages of {@code dev.cairn.spi} that the kit uses.
 */
final class FelixBundles {
  private final Path folder;
  private final Framework felix;

  private FelixBundles(Path folder, Framework felix) {
    this.folder = folder;
    this.felix = felix;
  }

  /** Starts a framework with its cache in a folder. */
  static FelixBundles start(Path folder) throws BundleException, IOException {
    Framework felix = ServiceLoader.load(FrameworkFactory.class).iterator().next().newFramework(Map.of(
        Constants.FRAMEWORK_STORAGE, folder.resolve("felix").toString(), "felix.log.level", "1",
        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
        "dev.cairn.spi;dev.cairn.spi.embedded;version=" + versionOfSpi() + ",org.jspecify.annotations;version=1.0.0"));
    felix.start();
    return new FelixBundles(folder, felix);
  }

  /** The version of the package that bundles import. */
  private static String versionOfSpi() throws IOException {
    Path jar =
        Path.of(URI.create(BackendProvider.class.getProtectionDomain().getCodeSource().getLocation().toString()));
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.getManifest().getMainAttributes().getValue(Constants.BUNDLE_VERSION);
    }
  }

  /** Installs and starts the mediator and the jars, and returns the one provider that is then a service. */
  BackendProvider provider(List<Path> mediator, List<Path> jars) throws NotFound {
    List<Bundle> bundles = new ArrayList<>();
    try {
      for (Path jar : mediator) {
        bundles.add(felix.getBundleContext().installBundle(jar.toUri().toString()));
      }
      for (Path jar : jars) {
        bundles.add(felix.getBundleContext().installBundle(bundle(jar).toUri().toString()));
      }
      for (Bundle bundle : bundles) {
        if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
          bundle.start();
        }
      }
    } catch (BundleException | IOException e) {
      throw new NotFound(String.valueOf(e.getMessage()), e);
    }
    return service(felix.getBundleContext());
  }

  private static BackendProvider service(BundleContext context) throws NotFound {
    ServiceReference<?>[] found;
    try {
      found = context.getAllServiceReferences(BackendProvider.class.getName(), null);
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
    if (found == null || found.length != 1) {
      throw new NotFound((found == null ? "No" : found.length) + " OSGi services of dev.cairn.spi.BackendProvider. "
          + "The bundle needs META-INF/services and the headers Provide-Capability: osgi.serviceloader and "
          + "Require-Capability: osgi.extender (osgi.serviceloader.registrar).", null);
    }
    return (BackendProvider) context.getService(found[0]);
  }

  /** Wraps a library that is no bundle into one that exports all its packages. */
  private Path bundle(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest() == null ? new Manifest() : file.getManifest();
      if (manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME) != null) {
        return jar;
      }
      Path wrapped = folder.resolve("wrapped-" + jar.getFileName());
      Attributes headers = manifest.getMainAttributes();
      headers.putValue("Manifest-Version", "1.0");
      headers.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
      headers.putValue(Constants.BUNDLE_SYMBOLICNAME, jar.getFileName().toString().replaceAll("[^A-Za-z0-9_.-]", "_"));
      headers.putValue(Constants.EXPORT_PACKAGE, String.join(",", packages(file)));
      copy(file, manifest, wrapped);
      return wrapped;
    }
  }

  private static TreeSet<String> packages(JarFile file) {
    TreeSet<String> packages = new TreeSet<>();
    for (JarEntry entry : Collections.list(file.entries())) {
      String name = entry.getName();
      if (name.endsWith(".class") && name.contains("/") && !name.startsWith("META-INF/")) {
        packages.add(name.substring(0, name.lastIndexOf('/')).replace('/', '.'));
      }
    }
    return packages;
  }

  private static void copy(JarFile file, Manifest manifest, Path wrapped) throws IOException {
    try (OutputStream out = Files.newOutputStream(wrapped); JarOutputStream jar = new JarOutputStream(out, manifest)) {
      jar.setLevel(0);
      for (JarEntry entry : Collections.list(file.entries())) {
        if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
          jar.putNextEntry(new ZipEntry(entry.getName()));
          try (InputStream in = file.getInputStream(entry)) {
            in.transferTo(jar);
          }
        }
      }
    }
  }

  void stop() {
    try {
      felix.stop();
      felix.waitForStop(10_000);
    } catch (BundleException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
