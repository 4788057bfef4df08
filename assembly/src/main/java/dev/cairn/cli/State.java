package dev.cairn.cli;

import com.google.gson.JsonObject;
import dev.cairn.api.StoreInspector;
import dev.cairn.cli.print.Json;
import dev.cairn.cli.print.Printable;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the newest snapshot of one actor. */
@Command(name = "state", description = { "Shows the newest stored state of one actor, and its sequence.",
    "Events after that sequence are not in it; 'cairn events' shows them." },
    mixinStandardHelpOptions = true, versionProvider = Cairn.Version.class,
    footer = { "", "A process that writes to the store is not disturbed.", "", "Example:",
        "  cairn state cairn-data account/42" })
final class State implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "DIR", description = "The folder of the data.")
  private Path data = Path.of("");

  @Parameters(index = "1", paramLabel = "ID", description = "The actor: its id, TYPE/ID, or STORE/TYPE/ID.")
  private String name = "";

  @Mixin
  private KeyFiles keys = new KeyFiles();

  @Option(names = "--json", description = { "One JSON object: store, type, id, last_sequence,",
      "sequence, time, state_type, version, fields; the last five null without a snapshot." })
  private boolean json;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    try (var inspector = keys.inspect(data)) {
      var stream = Events.theOne(inspector.find(name), name, data);
      var state = inspector.state(stream).orElse(null);
      var out = spec.commandLine().getOut();
      out.println(json ? Json.line(object(stream, state)) : text(stream, state));
      out.flush();
    }
    return ExitCode.DONE;
  }

  static String text(StoreInspector.Stream stream, StoreInspector.@Nullable State state) {
    String whose = Printable.of(stream.type() + "/" + stream.id());
    if (state == null) {
      return whose + " has no snapshot; its last event is " + stream.lastSequence() + ".";
    }
    return whose + " at sequence " + state.sequence() + " of " + stream.lastSequence() + ", stored "
        + Events.MILLIS.format(state.time()) + "\n" + Printable.of(state.type()) + " " + Events.fields(state.fields());
  }

  static JsonObject object(StoreInspector.Stream stream, StoreInspector.@Nullable State state) {
    var object = new JsonObject();
    object.addProperty("store", stream.store());
    object.addProperty("type", stream.type());
    object.addProperty("id", stream.id());
    object.addProperty("last_sequence", stream.lastSequence());
    object.add("sequence", Json.element(state == null ? null : state.sequence()));
    object.add("time", Json.element(state == null ? null : state.time()));
    object.add("state_type", Json.element(state == null ? null : state.type()));
    object.add("version", Json.element(state == null ? null : state.version()));
    object.add("fields", Json.element(state == null ? null : state.fields()));
    return object;
  }
}
