package dev.cairn.cli;

import dev.cairn.api.StoreCompaction;
import dev.cairn.api.StoreDamaged;
import dev.cairn.api.StoreInspector;
import dev.cairn.cli.print.Lines;
import dev.cairn.cli.print.Printable;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Accepts for an operator that a store has lost its newest events. */
@Command(name = "accept-loss",
    description = { "Accepts that a SQLite store has lost its newest events.",
        "Opening such a store fails. The error says how much is lost, after which",
        "position of the log, and which command accepts exactly this loss." },
    mixinStandardHelpOptions = true, versionProvider = Cairn.Version.class,
    footer = { "", "No other process may hold the store. Lost events stay lost: first try the newest",
        "files and a backup. Actors go on from the events that are left. No position is",
        "used twice. No key is needed.", "", "Example:", "  cairn accept-loss cairn-data 4711" })
final class AcceptLoss implements Callable<Integer> {
  private static final String SETTING = "cairn.setting.accept-loss";

  @Parameters(paramLabel = "DIR", description = "The folder of the data.")
  private Path data = Path.of("");

  @Parameters(paramLabel = "CHANGE", description = "The last lost change, as the error names it.")
  private long change;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    var lines = new Lines(spec.commandLine().getOut());
    try {
      StoreInspector.open(data).close();
      lines.print("Nothing is lost in " + Printable.of(data.toString()) + "; nothing was changed.");
    } catch (StoreDamaged loss) {
      accept();
      lines.print(Printable.of(loss.getMessage()));
      lines.print("The loss up to change " + change + " was accepted.");
    }
    lines.flush();
    return ExitCode.DONE;
  }

  /** Opening the store to write accepts the loss; nothing is compacted. */
  private void accept() {
    System.setProperty(SETTING, Long.toString(change));
    try {
      StoreCompaction.of(data).only(List.of()).run((events, all) -> {
      });
    } finally {
      System.clearProperty(SETTING);
    }
  }
}
