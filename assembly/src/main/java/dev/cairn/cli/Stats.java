package dev.cairn.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.cairn.api.StoreInspector;
import dev.cairn.cli.print.Histogram;
import dev.cairn.cli.print.Json;
import dev.cairn.cli.print.Lines;
import dev.cairn.cli.print.Printable;
import dev.cairn.cli.progress.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the number, the size and the times of the events of each type. */
@Command(name = "stats",
    description = "Shows the actors and events of each type: number, size, times.",
    mixinStandardHelpOptions = true, versionProvider = Cairn.Version.class,
    footer = { "", "A process that writes to the store is not disturbed. Of a location on a server",
        "the command names the sessions that write.", "", "Example:", "  cairn stats cairn-data" })
final class Stats implements Callable<Integer> {
  private static final String ROW = "%-24s %10s %12s %10s %14s";

  @Parameters(paramLabel = "DIR", description = "The folder of the data.")
  private Path data = Path.of("");

  @Mixin
  private KeyFiles keys = new KeyFiles();

  @Option(names = "--json",
      description = { "One JSON object a line for each type of actor: store, type, streams, events,",
          "snapshots, bytes; then one with disk_bytes and",
          "holders, the sessions that write." })
  private boolean json;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  /** The counters of one type. */
  private static final class Tally {
    private long streams;
    private long events;
    private long snapshots;
    private long bytes;
  }

  @Override
  public Integer call() {
    var lines = new Lines(spec.commandLine().getOut());
    try (var inspector = keys.show(data)) {
      inspector.stores().forEach(store -> show(inspector, store, lines));
      showLocation(inspector.holders(), lines);
    }
    lines.flush();
    return ExitCode.DONE;
  }

  private void showLocation(List<String> holders, Lines lines) {
    if (json) {
      var object = new JsonObject();
      object.addProperty("disk_bytes", bytesOnDisk());
      var all = new JsonArray();
      holders.forEach(all::add);
      object.add("holders", all);
      lines.print(Json.line(object));
    } else {
      lines.print(String.format(Locale.ROOT, "%,d bytes on disk", bytesOnDisk()));
      holders.forEach(holder -> lines.print("open to write in " + Printable.of(holder)));
    }
  }

  private void show(StoreInspector inspector, StoreInspector.Store store, Lines lines) {
    Map<String, Tally> types = new TreeMap<>();
    var times = new Histogram();
    inspector.streams(store.name(), stream -> {
      var tally = types.computeIfAbsent(stream.type(), type -> new Tally());
      tally.streams++;
      tally.events += stream.events();
      tally.snapshots += stream.snapshots();
    });
    try (var progress = Progress.display(Progress.isInteractive(), System.err)
        .beginLate("Reading", types.values().stream().mapToLong(tally -> tally.events).sum(), "events")) {
      read(inspector, store, types, times, progress);
    }
    if (!json) {
      lines.print(Ls.heading(store));
      lines.print(String.format(Locale.ROOT, ROW, "TYPE", "ACTORS", "EVENTS", "SNAPSHOTS", "BYTES OF EVENTS"));
    }
    types.forEach((type, tally) -> lines.print(json ? Json.line(object(store, type, tally)) : row(type, tally)));
    if (!json) {
      times.lines().forEach(lines::print);
    }
  }

  private static void read(StoreInspector inspector, StoreInspector.Store store, Map<String, Tally> types,
      Histogram times, Progress progress) {
    var read = new AtomicLong();
    inspector.log(store.name(), Optional.empty(), entry -> {
      types.computeIfAbsent(type(entry), type -> new Tally()).bytes += entry.bytes();
      times.add(entry.event().time());
      progress.stepTo(read.incrementAndGet());
    });
  }

  /** Returns the part of the path between the first slash and the second slash or the {@code @}. */
  private static String type(StoreInspector.Entry entry) {
    return entry.stream().split("[/@]", 3)[1];
  }

  private static String row(String type, Tally tally) {
    return String.format(Locale.ROOT, "%-24s %,10d %,12d %,10d %,14d", Printable.of(type), tally.streams, tally.events,
        tally.snapshots, tally.bytes);
  }

  private static JsonObject object(StoreInspector.Store store, String type, Tally tally) {
    var object = new JsonObject();
    object.addProperty("store", store.name());
    object.addProperty("type", type);
    object.addProperty("streams", tally.streams);
    object.addProperty("events", tally.events);
    object.addProperty("snapshots", tally.snapshots);
    object.addProperty("bytes", tally.bytes);
    return object;
  }

  private long bytesOnDisk() {
    try (Stream<Path> files = Files.walk(data)) {
      long sum = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        sum += Files.exists(file) ? Files.size(file) : 0; // a writer may delete a file meanwhile
      }
      return sum;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
