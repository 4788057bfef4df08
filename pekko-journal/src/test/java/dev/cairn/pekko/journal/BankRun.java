package dev.cairn.pekko.journal;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of the program with accounts, and what it says. */
final class BankRun implements AutoCloseable {
  private final Process process;
  private final BufferedReader said;
  private final List<String> lines = new ArrayList<>();

  private BankRun(Process process) {
    this.process = process;
    this.said = process.inputReader();
  }

  static BankRun start(Path errors, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx200m", "-Dkryo.unsafe=false",
        "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
        "dev.cairn.pekko.journal.bank.Bank"));
    command.addAll(List.of(arguments));
    return new BankRun(new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile())).start());
  }

  /** Reads lines until there are so many, or the process has ended. */
  void read(int most) throws IOException {
    for (String line = ""; lines.size() < most && line != null;) {
      line = said.readLine();
      if (line != null) {
        lines.add(line);
      }
    }
  }

  /** What was read until now. */
  List<String> lines() {
    return lines;
  }

  /** Kills it as a failure of the power would, and reads what it had said before. */
  List<String> kill() throws IOException {
    process.toHandle().destroyForcibly(); // which leaves open what it has said
    return rest();
  }

  /** Reads everything until the process has ended. */
  List<String> rest() throws IOException {
    read(Integer.MAX_VALUE);
    return lines;
  }

  /** Its exit code, once it has ended. */
  int exit() throws InterruptedException {
    return process.waitFor(60, TimeUnit.SECONDS) ? process.exitValue() : -1;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
