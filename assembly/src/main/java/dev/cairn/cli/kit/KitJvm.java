package dev.cairn.cli.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A JVM that runs the kit. It runs by itself; its report is read at the end. */
public final class KitJvm {
  private final Process process;

  private KitJvm(Process process) {
    this.process = process;
  }

  static KitJvm start(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    process.getOutputStream().close();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return new KitJvm(process);
  }

  /** Reads the report to its end. */
  public KitRun report() throws IOException, InterruptedException {
    List<String> backend = List.of();
    Map<String, RuleResult> rules = new LinkedHashMap<>();
    Optional<String> trouble = Optional.of("ended in the middle");
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        List<String> parts = KitRun.parts(line);
        switch (parts.get(0)) {
          case "backend" -> backend = parts.subList(1, parts.size());
          case "rule" -> rules.put(parts.get(1), new RuleResult(parts.get(1), Verdict.parse(parts.get(2)),
              parts.get(3), parts.size() > 4 ? parts.get(4) : ""));
          case "trouble" -> rules.put("-", new RuleResult("-", Verdict.FAILED, "a group of rules", parts.get(1)));
          case "end" -> trouble = Optional.empty();
          default -> {
            // not part of the report: native code may print too
          }
        }
      }
    }
    int code = process.waitFor();
    return new KitRun(backend, rules, trouble.map(what -> "The JVM of the kit " + what + ", with " + code
        + ". Reported before: " + String.join(", ", rules.keySet())));
  }
}
