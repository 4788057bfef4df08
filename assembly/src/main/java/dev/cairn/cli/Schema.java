package dev.cairn.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Compares the types of a program with those that a store has recorded. */
@Command(name = "schema", description = { "Compares the types of a program with those of a store.",
    "A deployment that could not read what is stored is found before it." },
    mixinStandardHelpOptions = true, versionProvider = Cairn.Version.class,
    subcommands = { SchemaCheck.class, SchemaExport.class },
    footer = { "", "Examples:", "  cairn schema check bank.jar --data cairn-data",
        "  cairn schema export --data cairn-data > types.json" })
final class Schema implements Runnable {

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
