package dev.cairn.examples.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A {@link Teller} in a process of its own. */
final class TellerProcess {
  private final String name;
  private final Process process;
  private final CountDownLatch open = new CountDownLatch(1);

  private TellerProcess(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  /** Starts one, with the module path of this process. What it says, but for "open", is given to the listener. */
  static TellerProcess start(String name, Path work, List<String> settings, Consumer<String> listener)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx160m", "-XX:+UseSerialGC",
        "-XX:+IgnoreUnrecognizedVMOptions", "--sun-misc-unsafe-memory-access=allow", "-p",
        System.getProperty("jdk.module.path"), "-m", "dev.cairn.examples.cluster/dev.cairn.examples.cluster.Teller",
        work.resolve(name).toString()));
    command.addAll(settings);
    var teller = new TellerProcess(name, new ProcessBuilder(command)
        .redirectError(work.resolve(name + ".log").toFile()).start());
    Thread.ofPlatform().daemon().start(() -> teller.listen(listener));
    return teller;
  }

  private void listen(Consumer<String> listener) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      lines.lines().forEach(line -> {
        if (line.equals("open")) {
          open.countDown();
        } else {
          listener.accept(line);
        }
      });
    } catch (UncheckedIOException | IOException e) {
      // it was killed
    }
    open.countDown();
  }

  void awaitOpen() throws InterruptedException {
    if (!open.await(90, TimeUnit.SECONDS) || !process.isAlive()) {
      throw new IllegalStateException("The process " + name + " did not come up. Its log is beside its folder.");
    }
  }

  /** Gives it an order; false if it is gone. */
  synchronized boolean tell(String order) {
    try {
      process.getOutputStream().write((order + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
      return process.isAlive();
    } catch (IOException e) {
      return false;
    }
  }

  void kill() {
    process.destroyForcibly();
  }

  /** Stops it where it is, or lets it go on. */
  void signal(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
  }

  /** Lets it leave in order. */
  void leave() throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
