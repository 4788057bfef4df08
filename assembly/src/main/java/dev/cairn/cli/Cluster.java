package dev.cairn.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.cairn.cli.print.Json;
import dev.cairn.cli.print.Lines;
import dev.cairn.cli.print.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the cluster as one of its processes has written it into its folder. */
@Command(name = "cluster",
    description = { "Shows the members of a cluster and the slices that each of them runs.",
        "DIR is the folder of any process of the cluster, on its machine." },
    mixinStandardHelpOptions = true, versionProvider = Cairn.Version.class,
    footer = { "", "The process writes what it sees into its folder every 2 seconds. If the file",
        "is older than 10 seconds, it has stopped or was killed, and the exit code is 1.", "", "Example:",
        "  cairn cluster cairn-data" })
final class Cluster implements Callable<Integer> {
  private static final String FILE = "cluster.json";
  private static final Duration FRESH = Duration.ofSeconds(10);
  private static final String ROW = "%-24s %-10s %-9s %6s  %s";

  @Parameters(paramLabel = "DIR", description = "The folder of the data of a process.")
  private Path data = Path.of("");

  @Option(names = "--json", description = { "One JSON object: time, cluster, slices, moving,",
      "members (address, status, reachable, slices)." })
  private boolean json;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    JsonObject seen = read();
    Duration age = age(seen);
    List<Integer> moving = moving(seen);
    var lines = new Lines(spec.commandLine().getOut());
    if (json) {
      JsonArray numbers = new JsonArray();
      moving.forEach(numbers::add);
      seen.add("moving", numbers);
      lines.print(Json.line(seen));
    } else {
      show(seen, age, moving, lines);
    }
    lines.flush();
    return age.compareTo(FRESH) <= 0 ? ExitCode.DONE : ExitCode.FINDING;
  }

  private JsonObject read() {
    try {
      return JsonParser.parseString(Files.readString(data.resolve(FILE))).getAsJsonObject();
    } catch (NoSuchFileException e) {
      throw new CannotRun(
          "No process that is a member of a cluster has the folder " + data + " open. Give the folder of "
              + "one that is, as its data(...) names it.");
    } catch (IOException | JsonParseException | IllegalStateException e) {
      throw new CannotRun("The file " + data.resolve(FILE) + " cannot be read, or no process of a cluster wrote it.");
    }
  }

  private Duration age(JsonObject seen) {
    try {
      return Duration.between(Instant.parse(seen.get("time").getAsString()), Instant.now());
    } catch (DateTimeParseException | NullPointerException e) {
      throw new CannotRun("No process of a cluster wrote the file " + data.resolve(FILE) + ".");
    }
  }

  private void show(JsonObject seen, Duration age, List<Integer> moving, Lines lines) {
    lines.print("cluster " + Printable.of(seen.get("cluster").getAsString()) + ", " + seen.get("slices").getAsInt()
        + " slices, as seen " + String.format(Locale.ROOT, "%.1f s ago", age.toMillis() / 1e3));
    if (age.compareTo(FRESH) > 0) {
      lines.print("The process of this folder has written nothing since: it is stopped, or was killed.");
    }
    lines.print(String.format(Locale.ROOT, ROW, "ADDRESS", "STATUS", "REACHABLE", "SLICES", ""));
    seen.getAsJsonArray("members").forEach(member -> lines.print(row(member.getAsJsonObject())));
    lines.print(moving.isEmpty() ? "No slice is moving." : "Moving: " + ranges(moving));
  }

  private static String row(JsonObject member) {
    SortedSet<Integer> slices = slices(member);
    return String.format(Locale.ROOT, ROW, Printable.of(member.get("address").getAsString()),
        Printable.of(member.get("status").getAsString()), member.get("reachable").getAsBoolean() ? "yes" : "no",
        slices.size(), ranges(slices)).stripTrailing();
  }

  private static SortedSet<Integer> slices(JsonObject member) {
    return member.getAsJsonArray("slices").asList().stream().map(JsonElement::getAsInt)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Those that nobody runs, and those of which two members think that they do. */
  private static List<Integer> moving(JsonObject seen) {
    List<SortedSet<Integer>> homes = seen.getAsJsonArray("members").asList().stream()
        .map(member -> slices(member.getAsJsonObject())).toList();
    return IntStream.range(0, seen.get("slices").getAsInt())
        .filter(slice -> homes.stream().filter(home -> home.contains(slice)).count() != 1).boxed().toList();
  }

  /** As in {@code 0-3, 7}. */
  static String ranges(Iterable<Integer> numbers) {
    List<String> texts = new ArrayList<>();
    @Nullable
    Integer first = null;
    int last = 0;
    for (int number : numbers) {
      if (first != null && number == last + 1) {
        last = number;
        continue;
      }
      add(texts, first, last);
      first = number;
      last = number;
    }
    add(texts, first, last);
    return String.join(", ", texts);
  }

  private static void add(List<String> texts, @Nullable Integer first, int last) {
    if (first != null) {
      texts.add(first == last ? Integer.toString(last) : first + "-" + last);
    }
  }
}
