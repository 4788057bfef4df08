package dev.cairn.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the page {@code docs/cli.md}: the help of every command. */
@Command(name = "manual", hidden = true, description = "Prints the page of the documentation about the commands.",
    mixinStandardHelpOptions = true, versionProvider = Cairn.Version.class,
    footer = { "", "Example:", "  cairn manual > docs/cli.md" })
final class Manual implements Callable<Integer> {
  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    out.print(page(spec.root().commandLine()));
    out.flush();
    return ExitCode.DONE;
  }

  static String page(CommandLine root) {
    List<CommandLine> commands = root.getSubcommands().values().stream().distinct()
        .filter(command -> !command.getCommandSpec().usageMessage().hidden())
        .toList();
    return "# The command line\n\nWhat `cairn COMMAND --help` says, printed by `cairn manual`.\n\n" + section(root)
        + commands.stream().flatMap(Manual::withParts).map(Manual::section).collect(Collectors.joining());
  }

  private static Stream<CommandLine> withParts(CommandLine command) {
    return Stream.concat(Stream.of(command), command.getSubcommands().values().stream().distinct());
  }

  private static String section(CommandLine command) {
    String help = command.getUsageMessage(Ansi.OFF).lines().map(String::stripTrailing)
        .collect(Collectors.joining("\n"));
    return "## " + command.getCommandSpec().qualifiedName() + "\n\n```\n" + help + "\n```\n\n";
  }
}
