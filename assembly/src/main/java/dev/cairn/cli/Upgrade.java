package dev.cairn.cli;

import dev.cairn.api.StoreCompaction;
import dev.cairn.cli.print.Lines;
import dev.cairn.cli.print.Printable;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lets a backend turn files of the version before into its own. */
@Command(name = "upgrade",
    description = { "Makes a store that the version before has written readable for this one.",
        "A system that opens such a store does the same." },
    mixinStandardHelpOptions = true, versionProvider = Cairn.Version.class,
    footer = { "", "No other process may have the store. Cut off at any moment, the store is as it",
        "was or upgraded. The version before cannot open it afterwards: copy the folder",
        "first, if you may have to go back. No key is needed.", "", "Example:", "  cairn upgrade cairn-data" })
final class Upgrade implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "The folder of the data.")
  private Path data = Path.of("");

  @Spec
  private CommandSpec spec = CommandSpec.create();

  /** Opening to write is what upgrades; nothing is compacted. */
  @Override
  public Integer call() {
    StoreCompaction.of(data).only(List.of()).run((events, all) -> {
    });
    var lines = new Lines(spec.commandLine().getOut());
    lines.print(Printable.of(data.toString()) + " is a store of this version.");
    lines.flush();
    return ExitCode.DONE;
  }
}
