package dev.cairn.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Starts an OSGi framework with the runtime, the backends, and the user's bundles. */
@Command(name = "osgi", description = { "Starts Apache Felix with Cairn, its backends and your bundles.",
    "It runs until a signal ends it; then every bundle stops and every store closes." },
    mixinStandardHelpOptions = true, versionProvider = Cairn.Version.class,
    footer = { "", "Several backends without a choice are an error: set CAIRN_BACKEND or --backend.", "",
        "Example:", "  cairn osgi --backend sqlite my-actors.jar" })
final class Osgi implements Callable<Integer> {
  private static final int FIRST_WITH_UNSAFE_FLAG = 23;
  private static final String RUNTIME = "(cairn-(api|spi|impl)-|kryo5-|bcprov-|jspecify-).*\\.jar";

  @Parameters(arity = "0..*", paramLabel = "BUNDLE", description = "Your bundles, in the order in which they start.")
  private List<Path> bundles = List.of();

  @Option(names = "--backend", paramLabel = "NAME", description = "The backend to install. Default: all.")
  private List<String> backends = List.of();

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    String property = System.getProperty("dev.cairn.cli.home");
    if (property == null) {
      throw new CannotRun("Only bin/cairn of a distribution can start a framework: it knows where the bundles are.");
    }
    Path home = Path.of(property);
    Path storage = Files.createTempDirectory("cairn-osgi-");
    var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED", "-Dkryo.unsafe=false"));
    if (Runtime.version().feature() >= FIRST_WITH_UNSAFE_FLAG) {
      command.add("--sun-misc-unsafe-memory-access=allow"); // Felix still uses it, and newer JVMs warn
    }
    var path = Stream.concat(jars(home.resolve("bundles/framework")), jars(home.resolve("modules"), "cairn-[0-9].*"));
    command.addAll(List.of("-cp", String.join(File.pathSeparator, path.toList()),
        "dev.cairn.cli.osgi.FrameworkRun", storage.toString()));
    bundleFiles(home).forEach(command::add);
    int code = run(command);
    Stream<Path> left = Files.walk(storage);
    try (left) {
      left.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
    return code;
  }

  private Stream<String> bundleFiles(Path home) throws IOException {
    var all = Stream.concat(jars(home.resolve("bundles")), jars(home.resolve("modules"), RUNTIME));
    for (Path backend : folders(home.resolve("backends"))) {
      all = Stream.concat(all, jars(backend));
    }
    return Stream.concat(all, bundles.stream().map(bundle -> bundle.toAbsolutePath().toString()));
  }

  private List<Path> folders(Path all) throws IOException {
    if (!backends.isEmpty()) {
      return backends.stream().map(all::resolve).filter(this::requireFolder).toList();
    }
    try (Stream<Path> list = Files.list(all)) {
      return list.filter(Files::isDirectory).sorted().toList();
    }
  }

  private boolean requireFolder(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new CannotRun("There is no backend in " + folder + ".");
    }
    return true;
  }

  private static Stream<String> jars(Path folder) throws IOException {
    return jars(folder, ".*\\.jar");
  }

  private static Stream<String> jars(Path folder, String name) throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.filter(file -> file.getFileName().toString().matches(name)).sorted().map(Path::toString).toList()
          .stream();
    }
  }

  /** Runs the framework. A shutdown of this process stops the framework; this process ends after it. */
  private static int run(List<String> command) throws IOException, InterruptedException {
    Process framework = new ProcessBuilder(command).inheritIO().start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      framework.destroy();
      framework.onExit().join();
    }));
    int code = framework.waitFor();
    return code == 0 ? ExitCode.DONE : ExitCode.COULD_NOT_RUN;
  }
}
