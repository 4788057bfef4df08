package dev.cairn.cli;

import com.google.gson.JsonObject;
import dev.cairn.api.StoreInspector;
import dev.cairn.cli.print.Json;
import dev.cairn.cli.print.Lines;
import dev.cairn.cli.print.Printable;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the stores of a folder and the streams of actors in them. */
@Command(name = "ls", description = "Lists the stores of a folder and the streams of actors in them.",
    mixinStandardHelpOptions = true, versionProvider = Cairn.Version.class,
    footer = { "", "A process that writes to the store is not disturbed. No key is needed.",
        "Messages and other commands use the same path of an actor.", "",
        "Example:", "  cairn ls cairn-data" })
final class Ls implements Callable<Integer> {
  private static final String ROW = "%10s %10s %9s  %s";

  @Parameters(paramLabel = "DIR", description = "The folder of the data.")
  private Path data = Path.of("");

  @Option(names = "--json", description = { "One JSON object a line for each stream:",
      "store, type, id, last_sequence, events, snapshots." })
  private boolean json;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    var lines = new Lines(spec.commandLine().getOut());
    try (var inspector = FormerFolder.told(StoreInspector.open(data), spec)) {
      inspector.stores().forEach(store -> show(inspector, store, lines));
    }
    lines.flush();
    return ExitCode.DONE;
  }

  private void show(StoreInspector inspector, StoreInspector.Store store, Lines lines) {
    if (!json) {
      lines.print(heading(store));
      lines.print(String.format(Locale.ROOT, ROW, "LAST", "EVENTS", "SNAPSHOTS", "ACTOR"));
    }
    inspector.streams(store.name(), stream -> lines.print(json ? Json.line(object(stream)) : row(stream)));
  }

  static String heading(StoreInspector.Store store) {
    return "store " + Printable.of(store.name()) + ", backend " + Printable.of(store.backend()) + ", since "
        + store.created() + ", id " + Printable.of(store.id()) + (store.sealed() ? ", sealed" : "");
  }

  static String row(StoreInspector.Stream stream) {
    return String.format(Locale.ROOT, ROW, stream.lastSequence(), stream.events(), stream.snapshots(),
        Printable.of(stream.path()));
  }

  static JsonObject object(StoreInspector.Stream stream) {
    var object = new JsonObject();
    object.addProperty("store", stream.store());
    object.addProperty("type", stream.type());
    object.addProperty("id", stream.id());
    object.addProperty("last_sequence", stream.lastSequence());
    object.addProperty("events", stream.events());
    object.addProperty("snapshots", stream.snapshots());
    return object;
  }
}
