package dev.cairn.cli;

import com.google.gson.JsonObject;
import dev.cairn.api.StoreInspector;
import dev.cairn.cli.print.Json;
import dev.cairn.cli.print.Lines;
import dev.cairn.cli.print.Printable;
import dev.cairn.cli.progress.Progress;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads every record, and names each damaged place. */
@Command(name = "verify", description = { "Reads every record, and names each damaged place.",
    "The exit code is 0 without damage, 1 with damage, 2 if it could not run." },
    mixinStandardHelpOptions = true, versionProvider = Cairn.Version.class,
    footer = { "", "A process that writes to the store is not disturbed. Nothing is repaired.", "", "Example:",
        "  cairn verify cairn-data" })
final class Verify implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "The folder of the data.")
  private Path data = Path.of("");

  @Mixin
  private KeyFiles keys = new KeyFiles();

  @Option(names = "--json", description = { "One JSON object a line for each damaged place: place, what, left;",
      "then one with streams, events, snapshots, damages." })
  private boolean json;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    var lines = new Lines(spec.commandLine().getOut());
    try (var inspector = keys.inspect(data); var progress = begin(inspector)) {
      var check = inspector.verify(damage -> lines.print(json ? Json.line(object(damage)) : text(damage)),
          progress::stepTo);
      lines.print(json ? Json.line(object(check)) : text(check));
      lines.flush();
      return check.damages() == 0 ? ExitCode.DONE : ExitCode.FINDING;
    }
  }

  private static Progress begin(StoreInspector inspector) {
    var all = new long[1];
    inspector.stores().forEach(store -> inspector.streams(store.name(), stream -> all[0] += stream.events()));
    return Progress.display(Progress.isInteractive(), System.err).beginLate("Reading", all[0], "events");
  }

  static String text(StoreInspector.Damage damage) {
    return "DAMAGED " + Printable.of(damage.place()) + "\n  " + Printable.of(damage.what()) + "\n  left: "
        + Printable.of(damage.left());
  }

  private static String text(StoreInspector.Check check) {
    return String.format(Locale.ROOT, "%,d streams, %,d events, %,d snapshots read: %s", check.streams(),
        check.events(), check.snapshots(),
        damageCount(check.damages()));
  }

  private static String damageCount(long places) {
    return places == 0 ? "no damage" : places + (places == 1 ? " damaged place" : " damaged places");
  }

  static JsonObject object(StoreInspector.Damage damage) {
    var object = new JsonObject();
    object.addProperty("place", damage.place());
    object.addProperty("what", damage.what());
    object.addProperty("left", damage.left());
    return object;
  }

  private static JsonObject object(StoreInspector.Check check) {
    var object = new JsonObject();
    object.addProperty("streams", check.streams());
    object.addProperty("events", check.events());
    object.addProperty("snapshots", check.snapshots());
    object.addProperty("damages", check.damages());
    return object;
  }
}
