package dev.cairn.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The distribution as the build left it, and the jars that stand beside it. */
record Distribution(Path home) {
  private static final String VERSION = System.getProperty("cairn.version");

  static Distribution built() {
    return new Distribution(Path.of(System.getProperty("cairn.home")));
  }

  /** The zip of it. */
  static Path zip() {
    return built().home().resolveSibling("cairn-" + VERSION + ".zip");
  }

  Path launcher() { return home.resolve("bin/cairn"); }

  Path modules() { return home.resolve("modules"); }

  Path backend(String name) { return home.resolve("backends").resolve(name); }

  Path commandLine() { return modules().resolve("cairn-" + VERSION + ".jar"); }

  /** The jar of the README's program, which is no part of the distribution. */
  static Path example() {
    return Path.of(System.getProperty("cairn.root"),
        "examples/account/target/cairn-example-account-" + VERSION + ".jar");
  }

  /** The classes of {@code dev.cairn.cli.child}: programs without any of our jars. */
  static Path programs() {
    return Path.of(System.getProperty("cairn.root"), "assembly/target/test-classes");
  }

  /** A module path of this distribution's modules and some of its backends. */
  String modulePath(String... backends) {
    return Stream.concat(Stream.of(modules()), Arrays.stream(backends).map(this::backend))
        .map(Path::toString)
        .collect(Collectors.joining(":"));
  }

  /** The framework that {@code cairn osgi} starts. */
  Path framework() {
    return jars(home.resolve("bundles/framework")).getFirst();
  }

  /** What an OSGi framework needs for an actor that stores in SQLite. */
  List<Path> bundles() {
    return bundles("sqlite");
  }

  /** What an OSGi framework needs for an actor, and some backends. */
  List<Path> bundles(String... backends) {
    var ours = jars(modules()).stream()
        .filter(jar -> jar.getFileName().toString().matches("cairn-(api|spi|impl)-.*|kryo5-.*|bcprov-.*"));
    var stores = Arrays.stream(backends).flatMap(name -> jars(backend(name)).stream());
    return Stream.of(jars(home.resolve("bundles")).stream(), ours, stores).flatMap(same -> same).toList();
  }

  /** The jars of our runtime and of SQLite, for a class path. */
  List<Path> runtimeJars() {
    return bundles().stream().filter(jar -> !jar.startsWith(home.resolve("bundles"))).toList();
  }

  Distribution copyTo(Path folder) {
    try (var files = Files.walk(home)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(home.relativize(file).toString()));
      }
      return new Distribution(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Path> jars(Path folder) {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
