package dev.cairn.tck.run;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.BackendProvider;
import dev.cairn.tck.BackendCertification;
import dev.cairn.tck.KitSettings;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.osgi.framework.BundleException;

/**
 * Certifies the backend of some jars in one of two ways: {@code module}, as a module layer, with every rule; or {@code
 * felix}, as bundles, with the rules about single calls. Reports to standard output; the output of the backend goes to
 * standard error.
 */
final class Main {
  /** The groups about single calls. The others repeat calls, or start JVMs without a framework. */
  private static final Set<String> IN_FELIX = Set.of("Append", "Log", "Read", "Retain", "Isolate", "Open");

  /** The logger of the mediator, which logs each provider that it finds. */
  private static final Logger TALKER = Logger.getLogger("org.apache.aries.spifly");

  private final Report report;
  private final List<Path> jars;

  private Main(Report report, List<Path> jars) {
    this.report = report;
    this.jars = jars;
  }

  /** Takes {@code module} or {@code felix}, a folder with the bundles of the mediator, and the jars. */
  public static void main(String[] args) throws IOException {
    Report report = new Report(new PrintStream(System.out, true, StandardCharsets.UTF_8));
    System.setOut(System.err);
    List<Path> jars = Arrays.stream(args).skip(2).map(jar -> Path.of(jar).toAbsolutePath()).toList();
    Path folder = Files.createTempDirectory("cairn-certify");
    try {
      Main main = new Main(report, jars);
      if (args[0].equals("module")) {
        main.asModules(folder);
      } else {
        main.inFelix(folder, Path.of(args[1]));
      }
    } finally {
      delete(folder);
    }
    report.line("end");
    System.exit(0);
  }

  private void asModules(Path folder) {
    String rule = "the jars are a module layer in which one provider is found";
    try {
      BackendProvider provider = ModuleJars.provider(jars);
      report.line("rule", "F1", "passed", rule, "");
      pathOfChildren();
      certify(provider, folder, true);
    } catch (NotFound e) {
      report.line("rule", "F1", "failed", rule, String.valueOf(e.getMessage()));
    }
  }

  private void inFelix(Path folder, Path mediator) throws IOException {
    String rule = "the jars are OSGi bundles of which one provider becomes a service";
    TALKER.setLevel(Level.WARNING);
    FelixBundles bundles = null;
    try {
      bundles = FelixBundles.start(folder);
      BackendProvider provider = bundles.provider(jarsIn(mediator), jars);
      report.line("rule", "F2", "passed", rule, "");
      certify(provider, folder, false);
    } catch (NotFound | BundleException e) {
      report.line("rule", "F2", "failed", rule, String.valueOf(e.getMessage()));
    }
    if (bundles != null) {
      bundles.stop();
    }
  }

  private void certify(BackendProvider provider, Path folder, boolean everything) {
    describe(provider, folder);
    Candidate.is(() -> again(provider));
    List<DiscoverySelector> groups = Stream.of(BackendCertification.class.getDeclaredClasses())
        .filter(group -> everything || IN_FELIX.contains(group.getSimpleName()))
        .<DiscoverySelector>map(group -> DiscoverySelectors.selectNestedClass(List.of(Candidate.class), group))
        .toList();
    LauncherFactory.create().execute(LauncherDiscoveryRequestBuilder.request().selectors(groups).build(), report);
  }

  private void describe(BackendProvider provider, Path folder) {
    BackendConfig config =
        KitSettings.config(folder.resolve("described"), BackendConfig.Mode.CREATE, Optional.empty());
    try (Backend backend = provider.open(config)) {
      report.line("backend", backend.info().name(), backend.info().engine(), backend.info().durability().name());
    } catch (BackendException e) {
      report.line("backend", provider.name(), "unknown: " + e.getMessage(), "unknown");
    }
  }

  private static BackendProvider again(BackendProvider provider) {
    try {
      return provider.getClass().getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      return provider;
    }
  }

  /** Sets the class path of the rules' own JVMs: the kit and the backend. */
  private void pathOfChildren() {
    List<String> path = new ArrayList<>(jars.stream().map(Path::toString).toList());
    path.add(System.getProperty("java.class.path"));
    path.add(System.getProperty("jdk.module.path", ""));
    System.setProperty("cairn.tck.path", String.join(File.pathSeparator, path));
  }

  private static List<Path> jarsIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().collect(Collectors.toList());
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
