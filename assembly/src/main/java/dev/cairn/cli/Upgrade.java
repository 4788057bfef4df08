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

/** Lets a backend upgrade the files of the previous version. */
@Command(name = "upgrade",
    description = { "Upgrades a store of the previous version to this version.",
        "A system that opens such a store does the same." },
    mixinStandardHelpOptions = true, versionProvider = Cairn.Version.class,
    footer = { "", "No other process may hold the store. After an interruption the store is either",
        "as it was or upgraded. The previous version cannot open it afterwards: copy the",
        "folder first if you may have to go back. No key is needed.", "", "Example:", "  cairn upgrade cairn-data" })
final class Upgrade implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "The folder of the data.")
  private Path data = Path.of("");

  @Spec
  private CommandSpec spec = CommandSpec.create();

  /** Opening the store to write upgrades it; nothing is compacted. */
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
