package dev.cairn.cli.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CertificateTest {

  private static KitRun run(RuleResult... results) {
    Map<String, RuleResult> rules = new LinkedHashMap<>();
    List.of(results).forEach(result -> rules.put(result.rule(), result));
    return new KitRun(List.of("paper", "pulp 1", "SYNC"), rules, Optional.empty());
  }

  private static RuleResult rule(String number, Verdict verdict, String detail) {
    return new RuleResult(number, verdict, "what it requires", detail);
  }

  private static Certificate certificate(KitRun modules, KitRun felix) {
    return Certificate.of(modules, felix, Map.of("paper.jar", "00ff"), "1.0");
  }

  @Test
  void a_rule_that_is_broken_in_one_of_both_surroundings_is_broken() {
    var joined = certificate(
        run(rule("A1", Verdict.PASSED, ""), rule("A2", Verdict.FAILED, "here"), rule("K1", Verdict.PASSED, "")),
        run(rule("A1", Verdict.FAILED, "there"), rule("A2", Verdict.PASSED, ""), rule("F2", Verdict.PASSED, "")));
    assertEquals(List.of("failed       A1   what it requires: in Felix: there",
        "failed       A2   what it requires: here", "passed       F2   what it requires",
        "passed       K1   what it requires"), joined.rules().stream().map(RuleResult::line).toList());
    assertEquals("2 rules passed, 2 failed", joined.summary());
  }

  @Test
  void rules_are_in_the_order_of_their_numbers() {
    var certificate = certificate(run(rule("A10", Verdict.PASSED, ""), rule("B1", Verdict.PASSED, ""),
        rule("A2", Verdict.PASSED, "")), run());
    assertEquals(List.of("A2", "A10", "B1"), certificate.rules().stream().map(RuleResult::rule).toList());
  }

  @Test
  void what_is_not_claimed_or_not_run_is_neither_passed_nor_failed() {
    var certificate =
        certificate(run(rule("K1", Verdict.NOT_CLAIMED, "OS"), rule("P1", Verdict.NOT_RUN, "no compiler")), run());
    assertEquals("0 rules passed, 0 failed", certificate.summary());
    assertTrue(certificate.text().contains("1 not claimed, 1 not run here\n"), certificate.text());
    assertEquals("{\"passed\":0,\"failed\":0,\"not_claimed\":1,\"not_run\":1}", certificate.counts().toString());
  }

  @Test
  void it_is_written_as_text_and_as_json(@TempDir Path folder) throws Exception {
    var certificate = certificate(run(rule("A1", Verdict.FAILED, "first line\nsecond line")), run());
    String text = Files.readString(certificate.write(folder.resolve("new")));
    assertTrue(text.startsWith("backend     paper, pulp 1, SYNC by default\njar         paper.jar  sha256 00ff\n"),
        text);
    assertTrue(text.contains("first line\n             second line\n"), text);
    String json = Files.readString(folder.resolve("new/certificate-paper.json"));
    assertTrue(json.contains("\"detail\":\"first line\\nsecond line\""), json);
  }

  @Test
  void a_line_on_the_terminal_is_one_line_and_harmless() {
    String line = rule("A1", Verdict.FAILED, "\u001B[31mred\nmore").line();
    assertFalse(line.contains("\u001B"));
    assertFalse(line.contains("more"));
  }

  @Test
  void parts_of_a_report_may_hold_what_separates_them() {
    assertEquals(List.of("rule", "a\tb", "c\\n\nd"), KitRun.parts("rule\ta\\tb\tc\\\\n\\nd"));
  }
}
