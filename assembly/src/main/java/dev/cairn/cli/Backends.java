package dev.cairn.cli;

import com.google.gson.JsonObject;
import dev.cairn.api.BackendFinding;
import dev.cairn.api.StoreInspector;
import dev.cairn.cli.print.Failure;
import dev.cairn.cli.print.Json;
import dev.cairn.cli.print.Lines;
import dev.cairn.cli.print.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows which backends were found, where, whether they can be used, and which one a system uses. */
@Command(name = "backends", description = { "Shows which backends were found, where, and which can be used.",
    "A system uses the chosen backend for a new folder if its code names none." },
    mixinStandardHelpOptions = true, versionProvider = Cairn.Version.class,
    footer = { "", "Example:", "  cairn backends --json" })
final class Backends implements Callable<Integer> {
  private static final String SCRIPT = "META-INF/cairn/tables.sql";

  @Option(names = "--json", description = { "One JSON object a line:",
      "name, usable, origin, where, problem, chosen_by." })
  private boolean json;

  @Option(names = "--tables", paramLabel = "NAME",
      description = "Print the statements by which an administrator makes the tables of this backend, for a role "
          + "that may not.")
  private @Nullable String tables;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    var findings = StoreInspector.backends();
    var lines = new Lines(spec.commandLine().getOut());
    if (tables != null) {
      lines.print(script(tables, findings));
      lines.flush();
      return ExitCode.DONE;
    }
    if (!json) {
      lines.print(String.format(Locale.ROOT, "%-12s %-7s %s", "NAME", "USABLE", "WHERE"));
    }
    findings.forEach(finding -> lines.print(json ? Json.line(object(finding)) : row(finding)));
    if (!json && findings.stream().allMatch(finding -> finding.chosenBy().isEmpty())) {
      lines.print("None of these is chosen for a new folder: name a usable one as backend in conf/cairn.properties, as "
          + "CAIRN_BACKEND, or with --backend.");
    }
    lines.flush();
    return ExitCode.DONE;
  }

  /** The jar of a backend whose tables others may make has the statements in a file. */
  private static String script(String name, List<BackendFinding> findings) {
    BackendFinding found = findings.stream().filter(finding -> finding.name().equals(Optional.of(name))).findFirst()
        .orElseThrow(() -> new CannotRun("No backend '" + name + "' was found."));
    try (var jar = new ZipFile(found.where())) {
      var entry = jar.getEntry(SCRIPT);
      if (entry == null) {
        throw new CannotRun("The backend '" + name + "' has no tables that somebody else could make.");
      }
      return new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new CannotRun("The jar " + found.where() + " cannot be read: " + Failure.words(e) + ".");
    }
  }

  static String row(BackendFinding finding) {
    String row = String.format(Locale.ROOT, "%-12s %-7s %s", Printable.of(finding.name().orElse("?")),
        finding.problem().isEmpty() ? "yes" : "no", Printable.of(finding.where()));
    return row + finding.problem().map(why -> "\n  " + Printable.of(why)).orElse("")
        + finding.chosenBy().map(why -> "\n  chosen by " + Printable.of(why)).orElse("");
  }

  static JsonObject object(BackendFinding finding) {
    var object = new JsonObject();
    object.add("name", Json.element(finding.name()));
    object.addProperty("usable", finding.problem().isEmpty());
    object.addProperty("origin", finding.origin());
    object.addProperty("where", finding.where());
    object.add("problem", Json.element(finding.problem()));
    object.add("chosen_by", Json.element(finding.chosenBy()));
    return object;
  }
}
