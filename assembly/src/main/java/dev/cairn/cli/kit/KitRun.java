package dev.cairn.cli.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The report of the kit about a backend, loaded in one way.
 *
 * @param backend name, engine and default durability; empty if no provider was found
 * @param rules the result of each rule, by its number
 * @param trouble a failure outside of every rule
 */
public record KitRun(List<String> backend, Map<String, RuleResult> rules, Optional<String> trouble) {

  /** Splits a line of the report, which escapes tabs and line ends within a part. */
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
