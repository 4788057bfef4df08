package dev.cairn.cluster.pekko;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A {@link ClusterProgram} and what it has said. */
final class ClusterProcess implements AutoCloseable {
  private static final int PATIENCE = 120; // seconds; a start takes four of a processor

  final String name;
  final Path folder;
  private final Process process;
  private final Thread listener;
  private final List<String> said = new CopyOnWriteArrayList<>();

  private ClusterProcess(String name, Path folder, Process process) {
    this.name = name;
    this.folder = folder;
    this.process = process;
    this.listener = Thread.ofPlatform().daemon().start(this::listen);
  }

  static ClusterProcess start(String name, Path parent, String release, int accounts, long askMillis,
      List<String> settings) throws IOException {
    Path folder = parent.resolve(name);
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
        "-XX:+IgnoreUnrecognizedVMOptions", "--sun-misc-unsafe-memory-access=allow", "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        ClusterProgram.class.getName(), name, folder.toString(), release, Integer.toString(accounts),
        Long.toString(askMillis)));
    command.addAll(settings);
    return new ClusterProcess(name, folder, new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.appendTo(parent.resolve(name + ".err").toFile())).start());
  }

  private void listen() {
    try (BufferedReader lines = process.inputReader()) {
      lines.lines().forEach(said::add);
    } catch (IOException | UncheckedIOException e) {
      // it was killed
    }
  }

  boolean hasSaid(String line) {
    return said.contains(line);
  }

  List<String> said() {
    return said;
  }

  /** Waits until it has said a line. */
  void await(String line) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
    while (!said.contains(line) && process.isAlive() && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    if (!said.contains(line)) {
      throw new AssertionError(name + " has not said " + line + ": " + lastErrors());
    }
  }

  /** Waits until it has ended by itself; whether it has said something of why. */
  boolean endsWith(String why) throws InterruptedException {
    if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
      throw new AssertionError(name + " does not end");
    }
    return lastErrors().contains(why);
  }

  private String lastErrors() {
    try {
      String all = Files.readString(folder.resolveSibling(name + ".err"));
      return all.substring(Math.max(0, all.length() - 3_000));
    } catch (IOException e) {
      return e.toString();
    }
  }

  void tell(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  void signal(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
  }

  boolean isAlive() { return process.isAlive(); }

  /** Ends the load, and waits for the asks under way. */
  void rest() throws IOException, InterruptedException {
    tell("rest");
    await("rests");
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
    listener.join();
  }

  /** Tells it to end, so that it leaves in order. */
  void leave() throws IOException, InterruptedException {
    signal("TERM");
    if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
      throw new AssertionError(name + " does not leave");
    }
    listener.join();
  }

  @Override
  public void close() {
    try {
      kill();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
