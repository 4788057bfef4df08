package dev.cairn.cli;

import com.google.gson.JsonObject;
import dev.cairn.api.StoreCompaction;
import dev.cairn.api.StoreInspector;
import dev.cairn.cli.print.Json;
import dev.cairn.cli.print.Lines;
import dev.cairn.cli.print.Printable;
import dev.cairn.cli.progress.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Deletes the events that no actor and no reader needs any more. */
@Command(name = "compact",
    description = { "Deletes the events that no actor and no reader needs any more.",
        "The oldest kept snapshot of their actor covers these events, and every",
        "registered reader of the log has read them. The actors recover as before;",
        "their history up to that snapshot is gone." },
    mixinStandardHelpOptions = true, versionProvider = Cairn.Version.class,
    footer = { "", "No other process may hold the store, except for --dry-run. If a snapshot is",
        "damaged, its events stay, and the command names it. After an interruption the",
        "same command goes on. The files may keep their size: SQLite reuses the space;",
        "RocksDB frees it when it closes, if more was deleted than is left. 'cairn",
        "copy' makes a small store.", "", "Examples:",
        "  cairn compact cairn-data --dry-run", "  cairn compact cairn-data /account/42" })
final class Compact implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "DIR", description = "The folder of the data.")
  private Path data = Path.of("");

  @Parameters(index = "1..*", paramLabel = "ID",
      description = { "The actors: their paths, or their ids.", "Default: all." })
  private List<String> names = List.of();

  @Option(names = "--dry-run", description = "Delete nothing; show what would be deleted.")
  private boolean dry;

  @Mixin
  private KeyFiles keys = new KeyFiles();

  @Option(names = "--json",
      description = "One JSON object a line for each damaged snapshot: place, what, left; and for each store: store, "
          + "streams, deleted, held, held_for, needed, dry_run.")
  private boolean json;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    var compaction = StoreCompaction.of(data);
    keys.ring().ifPresent(compaction::keys);
    if (!names.isEmpty()) {
      compaction.only(streams());
    }
    List<StoreCompaction.Result> results;
    try (var shown = new Shown()) {
      results = dry ? compaction.dryRun(shown) : compaction.run(shown);
    }
    var lines = new Lines(spec.commandLine().getOut());
    results.forEach(result -> {
      result.damages().forEach(damage -> lines.print(json ? Json.line(Verify.object(damage)) : Verify.text(damage)));
      lines.print(json ? Json.line(object(result, dry)) : text(result, dry));
    });
    lines.flush();
    return results.stream().allMatch(result -> result.damages().isEmpty()) ? ExitCode.DONE : ExitCode.FINDING;
  }

  private List<StoreInspector.Stream> streams() {
    try (var inspector = keys.inspect(data)) {
      return names.stream().map(name -> Events.requireOne(inspector.find(name), name, data)).toList();
    }
  }

  static String text(StoreCompaction.Result result, boolean dry) {
    String held = result.held() == 0 ? "" : String.format(Locale.ROOT, "; %,d are held for %s", result.held(),
        result.holders().stream().map(Printable::of).collect(Collectors.joining(", ")));
    return String.format(Locale.ROOT, "store %s: %,d events of %,d actors %s, %,d are needed%s",
        Printable.of(result.store()), result.deleted(), result.streams(), dry ? "can be deleted" : "deleted",
        result.needed(), held);
  }

  static JsonObject object(StoreCompaction.Result result, boolean dry) {
    var object = new JsonObject();
    object.addProperty("store", result.store());
    object.addProperty("streams", result.streams());
    object.addProperty("deleted", result.deleted());
    object.addProperty("held", result.held());
    object.add("held_for", Json.element(result.holders()));
    object.addProperty("needed", result.needed());
    object.addProperty("dry_run", dry);
    return object;
  }

  /** Shows the progress from the first step on. */
  private final class Shown implements StoreCompaction.Progress, AutoCloseable {
    private @Nullable Progress progress;

    @Override
    public void step(long events, long all) {
      if (progress == null) {
        progress = Progress.display(Progress.isInteractive(), System.err)
            .beginLate(dry ? "Looking" : "Compacting", all, "events");
      }
      progress.stepTo(events);
    }

    @Override
    public void close() {
      if (progress != null) {
        progress.close();
      }
    }
  }
}
