package dev.cairn.cli;

import com.google.gson.JsonObject;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.KeyRing;
import dev.cairn.api.StoreInspector;
import dev.cairn.cli.print.Json;
import dev.cairn.cli.print.Lines;
import dev.cairn.cli.print.Printable;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Destroys the keys of personal actors. */
@Command(name = "forget", description = { "Forgets personal actors and streams, by destroying their keys.",
    "Nothing of them can be read from then on, here and in every copy. Readers are",
    "told." },
    mixinStandardHelpOptions = true, versionProvider = Cairn.Version.class,
    footer = { "", "No other process may hold the store or the file of personal keys. Nothing",
        "brings a forgotten actor back but a copy of that file: destroy your copies of",
        "it too. Its id, its type, and the number, times and sizes of its records stay",
        "to be seen. The command may be repeated.", "", "Example:",
        "  cairn forget cairn-data /person/42 --key-file bank.key \\", "      --personal-keys personal.keys" })
final class Forget implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "DIR", description = "The folder of the data.")
  private Path data = Path.of("");

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "ID",
      description = "The actors or streams: their paths, or their ids.")
  private List<String> names = List.of();

  @Mixin
  private KeyFiles keys = new KeyFiles();

  @Option(names = "--json", description = "One JSON object a line for each: stream, forgotten.")
  private boolean json;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    KeyRing ring = keys.ring().filter(given -> given.personalKeys().isPresent())
        .orElseThrow(() -> new CannotRun("Whoever forgets an actor needs its key: --key-file FILE and --personal-keys "
            + "FILE."));
    var lines = new Lines(spec.commandLine().getOut());
    try (ring) {
      List<StoreInspector.Stream> streams;
      try (var inspector = StoreInspector.open(data, ring)) {
        streams = names.stream().map(name -> Events.requireOne(inspector.find(name), name, data)).toList();
      }
      try (var system = ActorSystem.builder().data(data).keys(ring).open()) {
        for (var stream : streams) {
          system.streams(stream.store()).forget(stream.type(), stream.id());
          lines.print(json ? Json.line(object(stream)) : Printable.of(stream.path()) + " is forgotten");
        }
      }
    }
    lines.flush();
    return ExitCode.DONE;
  }

  private static JsonObject object(StoreInspector.Stream stream) {
    var object = new JsonObject();
    object.addProperty("stream", stream.path());
    object.addProperty("forgotten", true);
    return object;
  }
}
