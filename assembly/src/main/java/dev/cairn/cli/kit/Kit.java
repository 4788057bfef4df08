package dev.cairn.cli.kit;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The test kit of the distribution. It runs in a JVM of its own on the class path; only {@code dev.cairn.spi} is a
 * module there, so that the backend can be a module that requires it.
 *
 * @param home the folder of the distribution
 */
public record Kit(Path home) {
  private static final String MAIN = "dev.cairn.tck.run.Main";
  private static final List<String> THOROUGH = List.of("-Dcairn.tck.kills=200", "-Dcairn.tck.cuts=0",
      "-Dcairn.tck.closes=1000", "-Dcairn.tck.histories=200", "-Dcairn.tck.simulations=200");

  /** Finds the kit beside the modules of this command line. */
  public static Optional<Kit> find() {
    try {
      var source = Kit.class.getProtectionDomain().getCodeSource();
      Path modules = source == null ? null : Path.of(source.getLocation().toURI()).getParent();
      return Optional.ofNullable(modules).map(Path::getParent).map(Kit::new)
          .filter(kit -> Files.isDirectory(kit.home.resolve("tck")));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** Starts the JVM that tests every rule with the jars as a module layer. */
  public KitJvm startWithModules(List<Path> jars, boolean thorough) throws IOException {
    List<String> arguments = List.of("-p", path(spi()), "--add-modules=dev.cairn.spi,ALL-DEFAULT", "-cp",
        home.resolve("tck") + "/*", MAIN, "module");
    return start(arguments, jars, thorough);
  }

  /** Starts the JVM that tests the rules about single calls with the jars as bundles in Felix. */
  public KitJvm startInFelix(List<Path> jars, boolean thorough) throws IOException {
    List<String> arguments = List.of("-cp", home.resolve("tck") + "/*" + File.pathSeparator + path(spi()), MAIN,
        "felix");
    return start(arguments, jars, thorough);
  }

  private KitJvm start(List<String> arguments, List<Path> jars, boolean thorough) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
    System.getProperties().stringPropertyNames().stream().filter(name -> name.startsWith("cairn.tck."))
        .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
    command.addAll(thorough ? THOROUGH : List.of());
    if (Runtime.version().feature() >= 24) {
      command.add("--sun-misc-unsafe-memory-access=allow"); // Felix uses it, and newer JVMs warn
    }
    command.addAll(arguments);
    command.add(home.resolve("bundles").toString());
    jars.forEach(jar -> command.add(jar.toString()));
    return KitJvm.start(command);
  }

  private List<Path> spi() throws IOException {
    try (Stream<Path> modules = Files.list(home.resolve("modules"))) {
      return modules.filter(jar -> jar.getFileName().toString().matches("(cairn-spi|jspecify)-.*\\.jar")).toList();
    }
  }

  private static String path(List<Path> jars) {
    return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
