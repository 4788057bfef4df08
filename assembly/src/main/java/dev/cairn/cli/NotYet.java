package dev.cairn.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** A command of a later version: it says so, whatever its arguments, and does not show in the usage. */
final class NotYet implements Callable<Integer> {
  private static final List<String> NAMES = List.of("readers", "compact");
  private final CommandSpec spec;

  private NotYet(String name) {
    spec = CommandSpec.wrapWithoutInspection(this).name(name);
    spec.usageMessage().hidden(true);
    spec.parser().unmatchedArgumentsAllowed(true).unmatchedOptionsArePositionalParams(true);
  }

  static void register(CommandLine root) {
    for (String name : NAMES) {
      root.addSubcommand(name, new NotYet(name).spec);
    }
  }

  @Override
  public @Nullable Integer call() {
    spec.commandLine().getErr().println("'cairn " + spec.name() + "' is not part of this version.");
    spec.commandLine().getErr().flush();
    return ExitCode.COULD_NOT_RUN;
  }
}
