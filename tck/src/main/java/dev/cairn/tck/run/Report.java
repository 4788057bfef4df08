package dev.cairn.tck.run;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Reports each rule in one line to the process that started this one:
 *
 * <pre>
 *   rule TAB number TAB result TAB what is required TAB detail
 * </pre>
 *
 * Results are {@code passed}, {@code failed}, {@code not-claimed} and {@code not-run}. Within a part, a backslash, a
 * tabulator and a line break are written {@code \\}, {@code \t} and {@code \n}.
 */
final class Report implements TestExecutionListener {
  private final PrintStream out;
  private final Map<String, List<String>> notes = new ConcurrentHashMap<>();
  private final Map<String, String> ended = new ConcurrentHashMap<>(); // rules that have passed and tried nothing

  Report(PrintStream out) {
    this.out = out;
  }

  void line(String... parts) {
    List<String> escaped = new ArrayList<>();
    for (String part : parts) {
      escaped.add(part.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", ""));
    }
    out.println(String.join("\t", escaped));
    out.flush();
  }

  @Override
  public void reportingEntryPublished(TestIdentifier rule, ReportEntry entry) {
    if (entry.getKeyValuePairs().containsKey("not claimed")) {
      ended.put(rule.getUniqueId(), "not-claimed");
    }
    if (entry.getKeyValuePairs().containsKey("not run here")) {
      ended.put(rule.getUniqueId(), "not-run");
    }
    notes.computeIfAbsent(rule.getUniqueId(), id -> new ArrayList<>()).addAll(entry.getKeyValuePairs().values());
  }

  @Override
  public void executionFinished(TestIdentifier rule, TestExecutionResult result) {
    if (rule.getSource().orElse(null) instanceof MethodSource method && rule.isTest()) {
      String name = method.getMethodName();
      int end = name.indexOf('_');
      String told = result.getThrowable().map(Throwable::getMessage).map(String::valueOf).orElse("");
      List<String> details = new ArrayList<>(notes.getOrDefault(rule.getUniqueId(), List.of()));
      details.add(told.replaceFirst("^not run here: ", ""));
      details.removeIf(String::isEmpty);
      line("rule", name.substring(0, end).toUpperCase(Locale.ROOT), result(rule, result),
          name.substring(end + 1).replace('_', ' '), String.join("; ", details));
    } else if (result.getStatus() == TestExecutionResult.Status.FAILED) {
      line("trouble", result.getThrowable().map(Throwable::toString).orElse("unknown"));
    }
  }

  private String result(TestIdentifier rule, TestExecutionResult result) {
    return switch (result.getStatus()) {
      case SUCCESSFUL -> ended.getOrDefault(rule.getUniqueId(), "passed");
      case FAILED -> "failed";
      case ABORTED -> "not-run";
    };
  }
}
