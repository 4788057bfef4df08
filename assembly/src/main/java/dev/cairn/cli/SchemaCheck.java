package dev.cairn.cli;

import com.google.gson.JsonObject;
import dev.cairn.api.StoredTypes;
import dev.cairn.cli.print.Json;
import dev.cairn.cli.print.Lines;
import dev.cairn.cli.print.Printable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells whether the classes in some jars can read what a store has recorded. */
@Command(name = "check", description = { "Tells whether classes can read whatever a store holds.",
    "If not, it says what to declare. The exit code is 0 if they can, 1 if not." },
    mixinStandardHelpOptions = true, versionProvider = Cairn.Version.class,
    footer = { "", "A process that writes to the store is not disturbed, and nothing is written.",
        "Types of actors and streams are in static fields of any class. No actor is made;",
        "the initializers of the classes with such fields run.", "", "Examples:",
        "  cairn schema check bank.jar --data cairn-data",
        "  cairn schema check target/classes --dictionary types.json" })
final class SchemaCheck implements Callable<Integer> {

  @Parameters(paramLabel = "JAR", arity = "1..*",
      description = "A jar or a folder of classes, also each library; a jar of Spring Boot contains its libraries.")
  private List<Path> app = new ArrayList<>();

  @ArgGroup(multiplicity = "1")
  private Recorded recorded = new Recorded();

  @Option(names = "--except", paramLabel = "TYPE",
      description = "A recorded type that another program reads. Give it once for each.")
  private Set<String> except = new HashSet<>();

  @Mixin
  private KeyFiles keys = new KeyFiles();

  @Option(names = "--json",
      description = "One JSON object a line for each type that does not fit: store, type, what; then one with types, "
          + "misfits.")
  private boolean json;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  /** Where the recorded types are. */
  private static final class Recorded {
    @Option(names = "--data", paramLabel = "DIR", description = "The folder of the data.")
    private @Nullable Path data;

    @Option(names = "--dictionary", paramLabel = "FILE",
        description = "A file that 'cairn schema export' has written, in place of a folder of data.")
    private @Nullable Path dictionary;
  }

  @Override
  public Integer call() {
    try (var jars = AppJars.of(app); var classes = AppClasses.of(jars)) {
      var types = AppTypes.in(jars, classes);
      requireUsable(types);
      return print(types, misfits(types));
    }
  }

  private static void requireUsable(AppTypes types) {
    if (!types.unusable().isEmpty()) {
      throw new CannotRun("Not every type can be looked at." + String.join("", types.unusable()));
    }
  }

  private List<StoredTypes.Misfit> misfits(AppTypes types) {
    if (recorded.dictionary != null) {
      return misfits(StoredTypes.read(recorded.dictionary), types);
    }
    try (var inspector = keys.show(Objects.requireNonNull(recorded.data))) {
      return misfits(inspector.types(), types);
    }
  }

  private List<StoredTypes.Misfit> misfits(StoredTypes stored, AppTypes types) {
    return stored.misfits(types.actors(), types.streams(), except);
  }

  private int print(AppTypes types, List<StoredTypes.Misfit> misfits) {
    var lines = new Lines(spec.commandLine().getOut());
    long all = types.actors().stream().map(type -> type.store() + "/" + type.name()).distinct().count()
        + types.streams().stream().map(type -> type.name()).distinct().count();
    misfits.forEach(each -> lines.print(json ? Json.line(object(each))
        : "MISFIT " + Printable.of(each.store() + "/" + each.type()) + "\n  "
            + Printable.lines(each.what()).replace("\n", "\n  ")));
    if (json) {
      var object = new JsonObject();
      object.addProperty("types", all);
      object.addProperty("misfits", misfits.size());
      lines.print(Json.line(object));
    } else {
      lines.print(all + (all == 1 ? " type" : " types") + " declared: "
          + (misfits.isEmpty() ? "everything that is recorded can be read" : misfits.size() + " do not fit"));
    }
    lines.flush();
    return misfits.isEmpty() ? ExitCode.DONE : ExitCode.FINDING;
  }

  private static JsonObject object(StoredTypes.Misfit misfit) {
    var object = new JsonObject();
    object.addProperty("store", misfit.store());
    object.addProperty("type", misfit.type());
    object.addProperty("what", misfit.what());
    return object;
  }
}
