package dev.cairn.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the completion script of this command line for a shell. */
@Command(name = "completion", description = "Prints a completion script for bash and zsh.",
    mixinStandardHelpOptions = true, versionProvider = Cairn.Version.class,
    footer = { "", "Examples:", "  cairn completion > cairn.bash", "  source <(cairn completion)" })
final class Completion implements Callable<Integer> {
  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    out.print(AutoComplete.bash("cairn", spec.root().commandLine()));
    out.flush();
    return ExitCode.DONE;
  }
}
