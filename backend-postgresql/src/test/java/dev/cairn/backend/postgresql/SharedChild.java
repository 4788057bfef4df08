package dev.cairn.backend.postgresql;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A {@link SharedProcess} and what it has said. */
final class SharedChild {
  private final Process process;
  private final Thread listener;
  private final List<String> said = new CopyOnWriteArrayList<>();

  private SharedChild(Process process) {
    this.process = process;
    this.listener = Thread.ofPlatform().daemon().start(this::listen);
  }

  static SharedChild start(String role, Path folder, String schema, String name) {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-cp",
        classPath(), SharedProcess.class.getName()));
    command.addAll(List.of(role, folder.resolve(name).toString(), TestServer.url(), schema, name));
    try {
      Path errors = folder.resolve(name + ".err");
      return new SharedChild(new ProcessBuilder(command).redirectError(errors.toFile()).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The modules and the class path of this JVM. */
  private static String classPath() {
    Set<String> path = new LinkedHashSet<>();
    ModuleLayer.boot().configuration().modules().stream().map(ResolvedModule::reference)
        .map(ModuleReference::location).flatMap(Optional::stream)
        .filter(location -> "file".equals(location.getScheme()))
        .forEach(location -> path.add(Path.of(location).toString()));
    path.addAll(List.of(System.getProperty("java.class.path", "").split(File.pathSeparator)));
    path.remove("");
    return String.join(File.pathSeparator, path);
  }

  private void listen() {
    try (BufferedReader lines = process.inputReader()) {
      lines.lines().forEach(said::add);
    } catch (IOException | UncheckedIOException e) {
      // it was killed
    }
  }

  List<String> said() {
    return said;
  }

  /** What it has said with a word at the beginning, without that word. */
  List<String[]> said(String word) {
    return said.stream().filter(line -> line.startsWith(word + " ")).map(line -> line.split(" ")).toList();
  }

  boolean hasSaid(String line) {
    return said.contains(line);
  }

  /** Gives it a line on its standard input. */
  void tell(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
    listener.join();
  }

  /** Lets it end in order; false if it does not. */
  boolean end() throws IOException, InterruptedException {
    process.getOutputStream().close();
    boolean ended = process.waitFor(120, TimeUnit.SECONDS);
    process.destroyForcibly().waitFor();
    listener.join();
    return ended;
  }
}
