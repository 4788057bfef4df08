package dev.cairn.cli.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the kit reported of a backend in one way of loading it.
 *
 * @param backend name, engine and default durability; empty where no provider was found
 * @param rules what became of each rule, by its number
 * @param trouble what went wrong outside of any rule
 */
public record KitRun(List<String> backend, Map<String, RuleResult> rules, Optional<String> trouble) {

  /** Starts a command and reads its report to the end. */
  static KitRun of(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    process.getOutputStream().close();
    List<String> backend = List.of();
    Map<String, RuleResult> rules = new LinkedHashMap<>();
    Optional<String> trouble = Optional.of("ended in the middle");
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        List<String> parts = parts(line);
        switch (parts.get(0)) {
          case "backend" -> backend = parts.subList(1, parts.size());
          case "rule" -> rules.put(parts.get(1), new RuleResult(parts.get(1), Verdict.reported(parts.get(2)),
              parts.get(3), parts.size() > 4 ? parts.get(4) : ""));
          case "trouble" -> rules.put("-", new RuleResult("-", Verdict.FAILED, "a group of rules", parts.get(1)));
          case "end" -> trouble = Optional.empty();
          default -> {
            // not of the report: something native that printed past the JVM
          }
        }
      }
    }
    int code = process.waitFor();
    return new KitRun(backend, rules, trouble.map(what -> "The JVM of the kit " + what + ", with " + code
        + ". Reported before: " + rules.keySet()));
  }

  /** Splits a line of the report, which escapes what would end a part. */
  static List<String> parts(String line) {
    List<String> parts = new ArrayList<>();
    for (String part : line.split("\t", -1)) {
      StringBuilder text = new StringBuilder();
      for (int at = 0; at < part.length(); at++) {
        char next = part.charAt(at);
        if (next == '\\' && at + 1 < part.length()) {
          at++;
          next = switch (part.charAt(at)) {
            case 't' -> '\t';
            case 'n' -> '\n';
            default -> part.charAt(at);
          };
        }
        text.append(next);
      }
      parts.add(text.toString());
    }
    return parts;
  }
}
