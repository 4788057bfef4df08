package dev.cairn.cli;

import dev.cairn.api.ActorType;
import dev.cairn.api.Position;
import dev.cairn.api.StoreInspector;
import dev.cairn.cli.print.Lines;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the newest events of all actors, and follows the log. */
@Command(name = "tail", description = "Shows the newest events of a store in the order of its log.",
    mixinStandardHelpOptions = true, versionProvider = Cairn.Version.class,
    footer = { "", "A process that writes to the store is not disturbed.", "", "Examples:",
        "  cairn tail cairn-data", "  cairn tail cairn-data --follow --json" })
final class Tail implements Callable<Integer> {
  private static final Duration PAUSE = Duration.ofMillis(200);

  @Parameters(paramLabel = "DIR", description = "The folder of the data.")
  private Path data = Path.of("");

  @Option(names = "--store", paramLabel = "STORE", description = "The store. Default: ${DEFAULT-VALUE}.")
  private String store = ActorType.MAIN_STORE;

  @Option(names = { "-n", "--events" }, paramLabel = "COUNT", description = "How many events. Default: "
      + "${DEFAULT-VALUE}.")
  private int count = 10;

  @Option(names = { "-f", "--follow" }, description = "Show new events too, until it is interrupted.")
  private boolean follow;

  @Mixin
  private KeyFiles keys = new KeyFiles();

  @Option(names = "--json", description = { "One JSON object a line for each event:",
      "stream, and the fields of 'cairn events --json'." })
  private boolean json;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    AtLeast.require(0, spec, "--events", count);
    var lines = new Lines(spec.commandLine().getOut());
    Position end;
    try (var inspector = keys.show(data)) {
      var newest = new ArrayDeque<StoreInspector.Entry>();
      end = inspector.log(store, Optional.empty(), entry -> {
        newest.add(entry);
        if (newest.size() > count) {
          newest.remove();
        }
      });
      newest.forEach(entry -> lines.print(Events.line(entry, json)));
      lines.flush();
    }
    while (follow) {
      LockSupport.parkNanos(PAUSE.toNanos());
      try (var inspector = keys.inspect(data)) { // a backend may show only the events from before it was opened
        end = inspector.log(store, Optional.of(end), entry -> lines.print(Events.line(entry, json)));
      }
      lines.flush();
    }
    return ExitCode.DONE;
  }
}
