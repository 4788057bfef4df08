package dev.cairn.cli;

import dev.cairn.api.StoreHead;
import dev.cairn.api.StoreInspector;
import dev.cairn.cli.print.Json;
import dev.cairn.cli.print.Lines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the head of the hash chain of each store. */
@Command(name = "head", description = { "Shows the head of each store's hash chain, to keep elsewhere.",
    "Later, 'cairn verify DIR --head FILE' proves with it that nobody has changed",
    "the past: that the store still holds everything up to that position." },
    mixinStandardHelpOptions = true, versionProvider = Cairn.Version.class,
    footer = { "", "A process that writes to the store is not disturbed. Keep the output where",
        "nobody who can write the store can change it. A file may have many heads.",
        "A store has a chain if a system was once opened with chain = true.", "", "Examples:",
        "  cairn head cairn-data > head.txt", "  cairn head cairn-data --json >> heads.json" })
final class Head implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "The folder of the data.")
  private Path data = Path.of("");

  @Mixin
  private KeyFiles keys = new KeyFiles();

  @Option(names = "--json",
      description = "One JSON object a line for each store: store, id, position, hash, earlier.")
  private boolean json;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    List<String> without = new ArrayList<>();
    var lines = new Lines(spec.commandLine().getOut());
    try (var inspector = keys.show(data)) {
      List<StoreInspector.Store> stores = inspector.stores();
      for (StoreInspector.Store store : stores) {
        Optional<StoreHead> head = inspector.head(store.name());
        head.ifPresentOrElse(
            found -> lines.print(json ? Json.line(HeadFile.object(found)) : HeadFile.text(found)),
            () -> without.add(store.name()));
      }
      lines.flush();
      tell(without, without.size() == stores.size());
    }
    return ExitCode.DONE;
  }

  private void tell(List<String> without, boolean all) {
    if (!without.isEmpty()) {
      String told = (without.size() == 1 ? "The store " : "The stores ")
          + without.stream().collect(Collectors.joining(", ")) + " in " + data
          + (without.size() == 1 ? " has" : " have") + " no hash chain, so nothing can prove its past. To turn it on,"
          + " open the system once with ActorSystem.builder().chain(true), with -Dcairn.chain=true or with"
          + " CAIRN_CHAIN=true: the chain then begins with the first event that is stored, and goes on by itself.";
      if (all) {
        throw new CannotRun(told);
      }
      spec.commandLine().getErr().println(told);
      spec.commandLine().getErr().flush();
    }
  }
}
