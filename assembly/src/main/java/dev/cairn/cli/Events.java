package dev.cairn.cli;

import com.google.gson.JsonObject;
import dev.cairn.api.StoreInspector;
import dev.cairn.cli.print.Json;
import dev.cairn.cli.print.Lines;
import dev.cairn.cli.print.Printable;
import dev.cairn.cli.print.ReadableBytes;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the stored events of one actor, or of all. */
@Command(name = "events", description = "Shows the stored events of one actor or stream, in order.",
    mixinStandardHelpOptions = true, versionProvider = Cairn.Version.class,
    footer = { "", "A process that writes to the store is not disturbed.", "", "Examples:",
        "  cairn events cairn-data 42",
        "  cairn events cairn-data /account/42 --json",
        "  cairn events cairn-data --all --json > events.jsonl" })
final class Events implements Callable<Integer> {
  private static final String ROW = "%8s  %-12s %-24s  %-16s %s";
  private static final int MOST_TO_LIST = 20;
  static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'")
      .withZone(ZoneOffset.UTC);

  @Parameters(index = "0", paramLabel = "DIR", description = "The folder of the data.")
  private Path data = Path.of("");

  @Parameters(index = "1", arity = "0..1", paramLabel = "ID", description = "The actor or stream: its path, or its id.")
  private @Nullable String name;

  @Option(names = "--all", description = { "All events of all stores, each with its stream,",
      "and each store in the order of its log. An", "import takes the lines again (docs/import.md)." })
  private boolean all;

  @Option(names = "--json", description = { "One JSON object a line for each event:",
      "sequence, position, time, type, version, command_id, correlation_id, causation_id, tags, entries, fields;",
      "with --all also stream, the path. Bytes are Base64." })
  private boolean json;

  @Mixin
  private KeyFiles keys = new KeyFiles();

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    if (all == (name != null)) {
      throw new ParameterException(spec.commandLine(), "Name one actor or stream by ID, or say --all for all of them.");
    }
    var lines = new Lines(spec.commandLine().getOut());
    try (var inspector = keys.show(data)) {
      if (name == null) {
        printAll(inspector, lines);
      } else {
        printOne(inspector, requireOne(inspector.find(name), name, data), lines);
      }
    } finally {
      spec.commandLine().getOut().flush();
    }
    lines.flush();
    return ExitCode.DONE;
  }

  private void printOne(StoreInspector inspector, StoreInspector.Stream stream, Lines lines) {
    if (!json) {
      lines.print(String.format(Locale.ROOT, ROW, "SEQUENCE", "POSITION", "TIME", "TYPE", "FIELDS"));
    }
    inspector.events(stream, event -> lines.print(json ? Json.line(object(event)) : row(event)));
  }

  private void printAll(StoreInspector inspector, Lines lines) {
    for (var store : inspector.stores()) {
      inspector.log(store.name(), Optional.empty(), entry -> lines.print(line(entry, json)));
    }
  }

  /** One event of the log, with its stream. */
  static String line(StoreInspector.Entry entry, boolean json) {
    if (json) {
      var object = object(entry.event());
      object.addProperty("stream", entry.stream());
      return Json.line(object);
    }
    return String.format(Locale.ROOT, "%-24s %s", Printable.of(entry.stream()), row(entry.event()));
  }

  static StoreInspector.Stream requireOne(List<StoreInspector.Stream> found, String name, Path data) {
    if (found.isEmpty()) {
      throw new CannotRun("No actor in " + data + " is called '" + name
          + "'. Name it by its path or its id; 'cairn ls " + data + "' lists them.");
    }
    if (found.size() > 1) {
      throw new CannotRun("'" + name + "' may mean any of these; name it in full:\n" + list(found));
    }
    return found.get(0);
  }

  static String list(List<StoreInspector.Stream> found) {
    String names = found.stream()
        .limit(MOST_TO_LIST)
        .map(each -> "  " + Printable.of(each.path()))
        .collect(Collectors.joining("\n"));
    return found.size() <= MOST_TO_LIST ? names : names + "\n  and " + (found.size() - MOST_TO_LIST) + " more";
  }

  static String row(StoreInspector.Event event) {
    return String.format(Locale.ROOT, ROW, event.sequence(), event.position(), MILLIS.format(event.time()),
        Printable.of(event.type()), fields(event.fields()) + origin(event));
  }

  /** The metadata that somebody gave, in brackets; nothing if nobody gave any. */
  private static String origin(StoreInspector.Event event) {
    var parts = new ArrayList<String>();
    event.metadata().tags().forEach(tag -> parts.add("tag=" + text(tag)));
    new TreeMap<>(event.metadata().entries())
        .forEach((name, value) -> parts.add(Printable.of(name) + "=" + text(value)));
    event.correlationId().ifPresent(id -> parts.add("correlation=" + text(id)));
    event.metadata().causationId().ifPresent(id -> parts.add("causation=" + text(id)));
    return parts.isEmpty() ? "" : "  [" + String.join(" ", parts) + "]";
  }

  private static String text(String value) {
    return Json.line(Json.element(value));
  }

  static String fields(Map<String, @Nullable Object> fields) {
    return fields.entrySet()
        .stream()
        .map(field -> Printable.of(field.getKey()) + "=" + Json.line(Json.element(readable(field.getValue()))))
        .collect(Collectors.joining(" "));
  }

  private static @Nullable Object readable(@Nullable Object value) {
    return value instanceof byte[] bytes ? ReadableBytes.of(bytes) : value;
  }

  static JsonObject object(StoreInspector.Event event) {
    var object = new JsonObject();
    object.addProperty("sequence", event.sequence());
    object.addProperty("position", event.position().toString());
    object.addProperty("time", event.time().toString());
    object.addProperty("type", event.type());
    object.addProperty("version", event.version());
    object.add("command_id", Json.element(event.commandId()));
    object.add("correlation_id", Json.element(event.correlationId()));
    object.add("causation_id", Json.element(event.metadata().causationId().or(event::commandId)));
    object.add("tags", Json.element(event.metadata().tags()));
    object.add("entries", Json.object(new TreeMap<>(event.metadata().entries())));
    object.add("fields", Json.object(event.fields()));
    return object;
  }
}
