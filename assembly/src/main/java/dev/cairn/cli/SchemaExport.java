package dev.cairn.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the types that the stores of a folder have recorded. */
@Command(name = "export", description = { "Prints the types that stores have recorded, as JSON.",
    "A file with them, kept beside the sources, lets a test compare a build",
    "with the store: docs/testing.md." },
    mixinStandardHelpOptions = true, versionProvider = Cairn.Version.class,
    footer = { "", "A process that writes to the store is not disturbed. No event is printed.", "", "Example:",
        "  cairn schema export --data cairn-data > types.json" })
final class SchemaExport implements Callable<Integer> {

  @Option(names = "--data", paramLabel = "DIR", required = true, description = "The folder of the data.")
  private Path data = Path.of("");

  @Mixin
  private KeyFiles keys = new KeyFiles();

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    try (var inspector = keys.show(data)) {
      var out = spec.commandLine().getOut();
      out.print(inspector.types().json());
      out.flush();
      return ExitCode.DONE;
    }
  }
}
