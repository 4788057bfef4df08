package dev.cairn.cli;

import com.google.gson.JsonObject;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.StoreInspector;
import dev.cairn.cli.print.Json;
import dev.cairn.cli.print.Lines;
import dev.cairn.cli.print.Printable;
import java.nio.file.Path;
import java.util.ArrayList;
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

/** Shows the registered readers of the logs of a folder, and drops readers. */
@Command(name = "readers",
    description = { "Shows the readers of the logs, and how many events wait for each.",
        "Compaction keeps every event that a reader has not read, so drop a reader that", "never comes back.",
        "A reader that is stuck, or has ended so, is shown with what went wrong." },
    mixinStandardHelpOptions = true, versionProvider = Cairn.Version.class,
    footer = { "", "A process that writes to the store is not disturbed. To drop a reader, no other",
        "process may hold the store. A dropped reader that comes back is a new reader.", "", "Examples:",
        "  cairn readers cairn-data", "  cairn readers cairn-data --drop billing" })
final class Readers implements Callable<Integer> {
  private static final String ROW = "%-16s %12s %12s  %-24s  %s";

  @Parameters(paramLabel = "DIR", description = "The folder of the data.")
  private Path data = Path.of("");

  @Option(names = "--drop", paramLabel = "NAME", description = "Drop this reader. Give it once for each reader.")
  private List<String> drop = new ArrayList<>();

  @Option(names = "--store", paramLabel = "STORE", description = "Only the readers of this store.")
  private @Nullable String store;

  @Mixin
  private KeyFiles keys = new KeyFiles();

  @Option(names = "--json",
      description = "One JSON object a line for each reader, or each that was dropped: store, name, position, time, "
          + "waiting, states, and trouble if there is one.")
  private boolean json;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    List<StoreInspector.Store> stores;
    List<StoreInspector.Reader> readers;
    try (var inspector = keys.show(data)) {
      stores = inspector.stores();
      readers = stores.stream().filter(each -> store == null || store.equals(each.name()))
          .flatMap(each -> inspector.readers(each.name()).stream()).toList();
    }
    var lines = new Lines(spec.commandLine().getOut());
    if (drop.isEmpty()) {
      show(readers, lines);
    } else {
      drop(readersToDrop(readers), stores, lines);
    }
    lines.flush();
    return ExitCode.DONE;
  }

  private void show(List<StoreInspector.Reader> readers, Lines lines) {
    if (!json) {
      lines.print(readers.isEmpty()
          ? "No reader is registered."
          : String.format(Locale.ROOT, ROW, "STORE", "POSITION", "WAITING", "STORED", "NAME"));
    }
    readers.forEach(reader -> lines.print(json ? Json.line(object(reader)) : row(reader)));
  }

  /** Returns the readers to drop; fails if one of the names is not exactly one reader. */
  private List<StoreInspector.Reader> readersToDrop(List<StoreInspector.Reader> readers) {
    List<StoreInspector.Reader> named = new ArrayList<>();
    for (String name : drop) {
      List<StoreInspector.Reader> found = readers.stream().filter(reader -> reader.name().equals(name)).toList();
      if (found.isEmpty()) {
        throw new CannotRun("No reader in " + data + " is called '" + name + "'. "
            + (readers.isEmpty() ? "There is none." : "There are:\n" + list(readers)));
      }
      if (found.size() > 1) {
        throw new CannotRun("'" + name + "' may mean any of these; choose one with --store:\n" + list(found));
      }
      named.add(found.get(0));
    }
    return named;
  }

  private void drop(List<StoreInspector.Reader> readers, List<StoreInspector.Store> stores, Lines lines) {
    var builder = ActorSystem.builder().data(data).backend(stores.get(0).backend());
    keys.ring().ifPresent(ring -> stores.stream().filter(StoreInspector.Store::sealed)
        .forEach(sealed -> builder.keys(sealed.name(), ring)));
    try (var system = builder.open()) {
      for (StoreInspector.Reader reader : readers) {
        system.log(reader.store()).drop(reader.name());
        lines.print(json ? Json.line(object(reader)) : dropText(reader));
      }
    }
  }

  private static String list(List<StoreInspector.Reader> readers) {
    return readers.stream()
        .map(reader -> "  " + Printable.of(reader.name()) + " of store " + Printable.of(reader.store()))
        .collect(Collectors.joining("\n"));
  }

  static String row(StoreInspector.Reader reader) {
    return String.format(Locale.ROOT, ROW, Printable.of(reader.store()), reader.position(),
        String.format(Locale.ROOT, "%,d", reader.waiting()), Events.MILLIS.format(reader.time()),
        Printable.of(reader.name())) + (reader.states() ? " (has not yet handled the states)" : "")
        + reader.trouble().map(why -> "\n  does not go on: " + Printable.of(why)).orElse("");
  }

  static String dropText(StoreInspector.Reader reader) {
    return String.format(Locale.ROOT, "Dropped the reader %s of store %s, which was at %s; %,d events waited for it.",
        Printable.of(reader.name()), Printable.of(reader.store()), reader.position(), reader.waiting());
  }

  static JsonObject object(StoreInspector.Reader reader) {
    var object = new JsonObject();
    object.addProperty("store", reader.store());
    object.addProperty("name", reader.name());
    object.addProperty("position", reader.position().toString());
    object.addProperty("time", reader.time().toString());
    object.addProperty("waiting", reader.waiting());
    object.addProperty("states", reader.states());
    reader.trouble().ifPresent(why -> object.addProperty("trouble", why));
    return object;
  }
}
