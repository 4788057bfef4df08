package dev.cairn.cli.kit;

import java.util.ArrayList;
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
