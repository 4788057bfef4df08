package dev.cairn.cli;

import com.google.gson.JsonObject;
import dev.cairn.api.StoreHead;
import dev.cairn.api.StoreInspector;
import dev.cairn.cli.print.Json;
import dev.cairn.cli.print.Lines;
import dev.cairn.cli.print.Printable;
import dev.cairn.cli.progress.Progress;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads every record, and names each damaged place. */
@Command(name = "verify", description = { "Reads every record, and names each damaged place.",
    "The exit code is 0 without damage, 1 with damage, 2 if it could not run." },
    mixinStandardHelpOptions = true, versionProvider = Cairn.Version.class,
    footer = { "", "A process that writes to the store is not disturbed. Nothing is repaired.", "", "Examples:",
        "  cairn verify cairn-data", "  cairn verify cairn-data --head head.txt" })
final class Verify implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "The folder of the data.")
  private Path data = Path.of("");

  @Mixin
  private KeyFiles keys = new KeyFiles();

  @Option(names = "--head", paramLabel = "FILE",
      description = "A file with what 'cairn head' has printed. Proves that the store still has the history up to each "
          + "head in it, and names the first place where it has not.")
  private @Nullable Path head;

  @Option(names = "--json", description = { "One JSON object a line for each damaged place: place, what, left;",
      "for a head one with store, position, proven, entries, deleted;",
      "then one with streams, events, snapshots, damages, forgotten." })
  private boolean json;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    List<StoreHead> heads = head == null ? List.of() : HeadFile.read(head);
    var lines = new Lines(spec.commandLine().getOut());
    Set<StoreInspector.Damage> told = new HashSet<>();
    try (var inspector = keys.show(data); var progress = begin(inspector)) {
      var check = inspector.verify(damage -> tell(damage, told, lines), progress::stepTo);
      boolean proven = true;
      for (StoreHead each : heads) {
        proven &= print(inspector.prove(each), told, lines);
      }
      lines.print(json ? Json.line(object(check, told.size())) : text(check, told.size()));
      lines.flush();
      return proven && told.isEmpty() && check.damages() == 0 ? ExitCode.DONE : ExitCode.FINDING;
    }
  }

  private void tell(StoreInspector.Damage damage, Set<StoreInspector.Damage> told, Lines lines) {
    if (told.add(damage)) {
      lines.print(json ? Json.line(object(damage)) : text(damage));
    }
  }

  private boolean print(StoreInspector.Proof proof, Set<StoreInspector.Damage> told, Lines lines) {
    proof.difference().ifPresent(damage -> tell(damage, told, lines));
    lines.print(json ? Json.line(object(proof)) : text(proof));
    return proof.difference().isEmpty();
  }

  private static String text(StoreInspector.Proof proof) {
    String history = "the history of store " + Printable.of(proof.head().store()) + " up to position "
        + proof.head().position();
    return proof.difference().isPresent() ? "NOT PROVEN: " + history
        : String.format(Locale.ROOT, "proven: %s, %,d entries", history, proof.events())
            + (proof.deleted() == 0 ? ""
                : String.format(Locale.ROOT, "; %,d of them were deleted by compaction or purge, and only their hashes"
                    + " are left", proof.deleted()));
  }

  private static JsonObject object(StoreInspector.Proof proof) {
    var object = new JsonObject();
    object.addProperty("store", proof.head().store());
    object.addProperty("position", proof.head().position().toString());
    object.addProperty("proven", proof.difference().isEmpty());
    object.addProperty("entries", proof.events());
    object.addProperty("deleted", proof.deleted());
    return object;
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

  private static String text(StoreInspector.Check check, long damages) {
    return String.format(Locale.ROOT, "%,d streams, %,d events, %,d snapshots read: %s", check.streams(),
        check.events(), check.snapshots(), damageCount(damages))
        + (check.forgotten() == 0 ? "" : String.format(Locale.ROOT, "; %,d streams are forgotten", check.forgotten()));
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

  private static JsonObject object(StoreInspector.Check check, long damages) {
    var object = new JsonObject();
    object.addProperty("streams", check.streams());
    object.addProperty("events", check.events());
    object.addProperty("snapshots", check.snapshots());
    object.addProperty("damages", damages);
    object.addProperty("forgotten", check.forgotten());
    return object;
  }
}
