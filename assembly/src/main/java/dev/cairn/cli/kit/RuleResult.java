package dev.cairn.cli.kit;

import com.google.gson.JsonObject;
import dev.cairn.cli.print.Printable;
import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;

/**
 * The result of one rule.
 *
 * @param rule its number, a letter and digits
 * @param verdict the verdict
 * @param required the requirement, in a few words
 * @param detail the counts or the failure; may be empty
 */
public record RuleResult(String rule, Verdict verdict, String required, String detail) {

  /** By letter, then by number. */
  static final Comparator<RuleResult> IN_ORDER = Comparator.<RuleResult, String>comparing(
      result -> result.rule().replaceAll("[0-9]", "")).thenComparingInt(RuleResult::number);

  /** Refuses missing parts. */
  public RuleResult {
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(required, "required");
    Objects.requireNonNull(detail, "detail");
  }

  private int number() {
    String digits = rule.replaceAll("[^0-9]", "");
    return digits.isEmpty() ? 0 : Integer.parseInt(digits);
  }

  /** Joins the results of one rule from two runs: it passes only if it passed in both. */
  RuleResult and(RuleResult other, String where) {
    return verdict == Verdict.FAILED || other.verdict != Verdict.FAILED ? this
        : new RuleResult(rule, Verdict.FAILED, required, where + ": " + other.detail);
  }

  /** Returns the rule on one line. */
  public String line() {
    String row = String.format(Locale.ROOT, "%-12s %-4s %s", verdict.words(), rule, required);
    String first = detail.lines().findFirst().orElse("");
    return Printable.of(first.isEmpty() ? row : row + ": " + first);
  }

  /** Returns the rule as an object. */
  public JsonObject object() {
    var object = new JsonObject();
    object.addProperty("rule", rule);
    object.addProperty("result", verdict.words());
    object.addProperty("required", required);
    object.addProperty("detail", detail);
    return object;
  }
}
