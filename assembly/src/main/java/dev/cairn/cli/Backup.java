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

/** Copies a store, which may be in use, into a new folder. */
@Command(name = "backup",
    description = { "Copies a store that may be in use, and compares the copy.",
        "The backup has the same backend, and every event acknowledged before it began." },
    mixinStandardHelpOptions = true, versionProvider = Cairn.Version.class,
    footer = { "", "Readers of the log keep their checkpoints in the backup.", "", "Example:",
        "  cairn backup cairn-data backups/monday" })
final class Backup implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "DIR", description = "The folder of the data.")
  private Path data = Path.of("");

  @Parameters(index = "1", paramLabel = "BACKUP", description = "The folder of the backup: new, or a part of the "
      + "same backup.")
  private Path backup = Path.of("");

  @Mixin
  private KeyFiles keys = new KeyFiles();

  @Option(names = "--json", description = {
      "One JSON object: streams, events, snapshots, backend, folder, readers, readers_kept." })
  private boolean json;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return new CopyRun(spec, json, keys.ring(), Optional.empty(), true).run(data, backup, null);
  }
}
