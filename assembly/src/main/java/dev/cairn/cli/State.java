package dev.cairn.cli;

import com.google.gson.JsonObject;
import dev.cairn.api.StoreInspector;
import dev.cairn.cli.print.Json;
import dev.cairn.cli.print.Printable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the newest snapshot of one actor, or replays its events with its classes. */
@Command(name = "state", description = { "Shows the newest snapshot of one actor, and its sequence.",
    "Events after that sequence are not in it; 'cairn events' shows them. With",
    "--app the command replays them with the classes of the actor." },
    mixinStandardHelpOptions = true, versionProvider = Cairn.Version.class,
    footer = { "", "A process that writes to the store is not disturbed, and nothing is written.",
        "The actor type is in a static field of any class; the field may be private, and",
        "its module need not open any package.", "", "Examples:", "  cairn state cairn-data /account/42",
        "  cairn state cairn-data /account/42 --app bank.jar --app bank-library.jar",
        "  cairn state cairn-data 42 --app target/classes" })
final class State implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "DIR", description = "The folder of the data.")
  private Path data = Path.of("");

  @Parameters(index = "1", paramLabel = "ID", description = "The actor: its path, or its id.")
  private String name = "";

  @Option(names = "--app", paramLabel = "JAR",
      description = "Replay the events to the end with the actor's classes in this jar or folder of classes. Give it "
          + "once for each jar, also for libraries; a jar of Spring Boot contains its libraries.")
  private List<Path> app = new ArrayList<>();

  @Mixin
  private KeyFiles keys = new KeyFiles();

  @Option(names = "--json",
      description = "One JSON object: store, type, id, last_sequence, sequence, time, state_type, version, fields; the "
          + "last five null without a snapshot. With --app the last three are of the state after the replay, and "
          + "there is folded_through.")
  private boolean json;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    try (var inspector = keys.show(data)) {
      var stream = Events.requireOne(inspector.find(name), name, data);
      var state = inspector.state(stream).orElse(null);
      print(app.isEmpty() ? show(stream, state) : replay(inspector, stream, state));
    }
    return ExitCode.DONE;
  }

  private void print(String text) {
    var out = spec.commandLine().getOut();
    out.println(text);
    out.flush();
  }

  private String show(StoreInspector.Stream stream, StoreInspector.@Nullable State state) {
    return json ? Json.line(object(stream, state)) : text(stream, state);
  }

  private String replay(StoreInspector inspector, StoreInspector.Stream stream, StoreInspector.@Nullable State state) {
    try (var jars = AppJars.of(app); var classes = AppClasses.of(jars)) {
      var folded = inspector.fold(stream, AppTypes.in(jars, classes).of(stream.store(), stream.type()));
      return json ? Json.line(object(stream, state, folded)) : text(stream, folded);
    }
  }

  static String text(StoreInspector.Stream stream, StoreInspector.@Nullable State state) {
    String whose = Printable.of(stream.path());
    if (state == null) {
      return whose + " has no snapshot; its last event is " + stream.lastSequence() + ".";
    }
    return whose + " at sequence " + state.sequence() + " of " + stream.lastSequence() + ", stored "
        + Events.MILLIS.format(state.time()) + "\n" + Printable.of(state.type()) + " " + Events.fields(state.fields());
  }

  static String text(StoreInspector.Stream stream, StoreInspector.Folded folded) {
    return Printable.of(stream.path()) + " folded through " + folded.through() + "\n"
        + Printable.of(folded.type()) + " " + Events.fields(folded.fields());
  }

  static JsonObject object(StoreInspector.Stream stream, StoreInspector.@Nullable State state,
      StoreInspector.Folded folded) {
    var object = object(stream, state);
    object.addProperty("state_type", folded.type());
    object.addProperty("version", folded.version());
    object.add("fields", Json.object(folded.fields()));
    object.addProperty("folded_through", folded.through());
    return object;
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
