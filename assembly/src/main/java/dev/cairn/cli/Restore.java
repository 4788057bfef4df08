package dev.cairn.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a store from a backup. */
@Command(name = "restore", description = { "Makes a store from a backup in a new folder, and compares every record.",
    "The backup stays as it is." },
    mixinStandardHelpOptions = true, versionProvider = Cairn.Version.class,
    footer = { "", "Readers of the log go on from their checkpoints in the backup.", "", "Example:",
        "  cairn restore backups/monday cairn-data" })
final class Restore implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "BACKUP", description = "The folder of the backup.")
  private Path backup = Path.of("");

  @Parameters(index = "1", paramLabel = "DIR", description = "The folder of the data: new, or a part of the same "
      + "restore.")
  private Path data = Path.of("");

  @Mixin
  private KeyFiles keys = new KeyFiles();

  @Option(names = "--json", description = {
      "One JSON object: streams, events, snapshots, backend, folder, readers, readers_kept." })
  private boolean json;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return new CopyRun(spec, json, keys.ring(), Optional.empty(), true).run(backup, data, null);
  }
}
