package dev.cairn.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The root command: without a subcommand it prints its help. */
@Command(name = "cairn", description = "Looks after stores of event-sourced actors.", mixinStandardHelpOptions = true,
    versionProvider = Cairn.Version.class)
public final class Cairn implements Runnable {

  private final CommandLine line = new CommandLine(this);

  private Cairn() {}

  public static void main(String[] args) {
    System.exit(new Cairn().line.execute(args));
  }

  @Override
  public void run() {
    line.usage(line.getOut());
  }

  /** The version that the build wrote into the module descriptor. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      var module = Cairn.class.getModule().getDescriptor();
      return new String[] { "cairn " + module.rawVersion().orElse("of an unknown version") };
    }
  }
}
