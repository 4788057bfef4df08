package dev.cairn.tck;

import dev.cairn.spi.BackendProvider;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A child JVM that runs a program of the kit against a backend, and that may be killed. Its class path holds the module
 * path and the class path of this JVM; {@code cairn.tck.path} replaces it.
 */
final class ChildJvm implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 120;

  private final Process process;
  private final BufferedReader lines;
  private final Path errors;

  private ChildJvm(Process process, Path errors) {
    this.process = process;
    this.lines = process.inputReader(StandardCharsets.UTF_8);
    this.errors = errors;
    CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS).execute(process::destroyForcibly);
  }

  /**
   * Starts a program with a provider, which the child makes by its public constructor.
   *
   * @param prefix a command that runs the command after it, or nothing
   * @param folder for the child's standard error
   */
  static ChildJvm start(Path folder, List<String> prefix, Map<String, String> environment, Class<?> program,
      BackendProvider provider, Object... arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(KitSettings.arguments());
    command.addAll(List.of("-cp", classPath(), program.getName(), provider.getClass().getName()));
    List.of(arguments).forEach(argument -> command.add(argument.toString()));
    try {
      Path errors = Files.createTempFile(folder, "child", ".err");
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
      builder.environment().putAll(environment);
      return new ChildJvm(builder.start(), errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes the provider again in the child. */
  static BackendProvider provider(String className) throws ReflectiveOperationException {
    return (BackendProvider) Class.forName(className).getConstructor().newInstance();
  }

  private static String classPath() {
    String given = System.getProperty("cairn.tck.path");
    if (given != null) {
      return given;
    }
    Set<String> path = new LinkedHashSet<>();
    ModuleLayer.boot().configuration().modules().stream().map(ResolvedModule::reference)
        .map(ModuleReference::location)
        .flatMap(Optional::stream)
        .filter(location -> "file".equals(location.getScheme()))
        .forEach((URI location) -> path.add(Path.of(location).toString()));
    path.addAll(List.of(System.getProperty("java.class.path", "").split(File.pathSeparator)));
    path.remove("");
    return String.join(File.pathSeparator, path);
  }

  /** Returns the next line that the child prints, or null once it has ended. */
  @Nullable
  String line() {
    try {
      return lines.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills the child; the lines that it has printed can still be read. */
  void kill() {
    process.toHandle().destroyForcibly();
  }

  /** Sends a signal by its name; false if that is not possible here. */
  boolean signal(String name) {
    try {
      return new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** Waits for the end; fails with the child's errors if it does not end with 0. */
  void mustSucceed() {
    for (String line = line(); line != null; line = line()) {
      // its output is not needed
    }
    int code = exitCode();
    if (code != 0) {
      throw new AssertionError("The child JVM ended with " + code + ": " + errors());
    }
  }

  private int exitCode() {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The child's standard error. */
  String errors() {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    exitCode();
  }
}
