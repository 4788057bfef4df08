package dev.cairn.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What starts a child: a command, the folder it works in, and what its environment has beyond ours. Temporary files
 * of children go to {@code tmp} in that folder.
 */
record Launch(Path folder, List<String> command, Map<String, String> environment) {
  private static final String JAVA_HOME = System.getProperty("java.home");
  /** Most live for a second, in which neither the better compiler nor a collector with threads pays. */
  private static final List<String> SHORT_LIFE = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  /** Starts a JVM like the one of this test. */
  static Launch java(Path folder, String... arguments) {
    var command = new ArrayList<>(List.of(Path.of(JAVA_HOME, "bin/java").toString(), tmp(folder)));
    command.addAll(SHORT_LIFE);
    command.addAll(List.of(arguments));
    return new Launch(folder, command, Map.of());
  }

  /** Starts a program of {@code dev.cairn.cli.child} on the class path, beside our modules and SQLite. */
  static Launch program(Path folder, Class<?> program, Object... arguments) {
    return program(folder, "sqlite", program, arguments);
  }

  /** Starts a program of {@code dev.cairn.cli.child} on the class path, beside our modules and one backend. */
  static Launch program(Path folder, String backend, Class<?> program, Object... arguments) {
    return java(folder, "@" + Distribution.built().backend(backend).resolve("java.args"), "-p",
        Distribution.built().modulePath(backend), "--add-modules=dev.cairn.api", "-cp",
        Distribution.programs().toString(), program.getName()).and(arguments);
  }

  /** Starts the JDK's own reader of flight recordings. */
  static Launch jfr(Path folder, Object... arguments) {
    return new Launch(folder, List.of(Path.of(JAVA_HOME, "bin/jfr").toString()), Map.of()).and(arguments);
  }

  /** Starts the command line of the built distribution. */
  static Launch cairn(Path folder, Object... arguments) {
    return cairn(Distribution.built().launcher(), folder, arguments);
  }

  /** Starts a command line by the name of its launcher. */
  static Launch cairn(Path launcher, Path folder, Object... arguments) {
    return new Launch(folder, List.of(launcher.toString()),
        Map.of("JAVA_HOME", JAVA_HOME, "JDK_JAVA_OPTIONS", '"' + tmp(folder) + "\" " + String.join(" ", SHORT_LIFE)))
        .and(arguments);
  }

  Launch and(Object... arguments) {
    var longer = new ArrayList<>(command);
    List.of(arguments).forEach(each -> longer.add(each.toString()));
    return new Launch(folder, longer, environment);
  }

  Launch with(String variable, String value) {
    var more = new HashMap<>(environment);
    more.put(variable, value);
    return new Launch(folder, command, more);
  }

  /** The child, which lives until it is closed. */
  Child start() {
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    try {
      Files.createDirectories(folder.resolve("tmp"));
      return new Child(builder.start(), String.join(" ", command));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the end. */
  Child.Ended run() {
    try (Child child = start()) {
      return child.ended();
    }
  }

  /**
   * Does in this process what the command line would do in a child, which needs longer to start than to do it. Paths
   * are absolute.
   */
  Child.Ended here() {
    var typed = Typed.line(command.subList(1, command.size()).toArray(String[]::new));
    return new Child.Ended(typed.code(), typed.out().lines().toList(), typed.err().lines().toList());
  }

  private static String tmp(Path folder) {
    return "-Djava.io.tmpdir=" + folder.resolve("tmp");
  }
}
