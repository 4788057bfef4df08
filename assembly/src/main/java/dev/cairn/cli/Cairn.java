package dev.cairn.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root command: without a subcommand it prints its help. */
@Command(name = "cairn", description = "Manages stores of event-sourced actors.", mixinStandardHelpOptions = true,
    versionProvider = Cairn.Version.class, exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = { "0:done", "1:a finding: damage, a wrong balance", "2:wrong use, or the command could not run",
        "3:the store is held by another process" },
    footer = { "", "If a running system has handed the store of a folder over, the folder is shown",
        "as it was then, and a note on stderr says where the store is now.", "",
        "Example:", "  cairn demo", "  cairn COMMAND --help" })
public final class Cairn implements Runnable {
  private static final Logger LOG = Logger.getLogger("dev.cairn");

  @Option(names = "--trace", scope = ScopeType.INHERIT, description = "Show the stack trace of an error.")
  private boolean trace;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  private Cairn() {}

  public static void main(String[] args) {
    CommandLine line = line(args).setOut(utf8(System.out)).setErr(utf8(System.err));
    int code;
    try {
      code = line.execute(args);
    } catch (Error e) { // for instance too little memory, or a native library that cannot be loaded
      code = Trouble.reportError(e, line, List.of(args).contains("--trace"));
    }
    System.exit(code);
  }

  /** Prints ids as they are stored, also if the locale is ASCII only. */
  private static PrintWriter utf8(PrintStream stream) {
    return new PrintWriter(stream, true, UTF_8);
  }

  /** The command that started this process: its path, or the bare name. */
  static String launcher() {
    return System.getProperty("dev.cairn.cli.launcher", "cairn");
  }

  /**
   * Makes the command line for what was typed: with all subcommands, or with the one that is named first. To make them
   * all takes longer than most of them run.
   */
  static CommandLine line(String... args) {
    boolean one = args.length > 0 && Subcommands.standsAlone(args[0]);
    List<String> subcommands = one ? List.of(args[0]) : Subcommands.NAMES;
    var cairn = new Cairn();
    var line = new CommandLine(cairn);
    subcommands.forEach(name -> line.addSubcommand(Subcommands.named(name)));
    return line.setExpandAtFiles(false)
        .setParameterExceptionHandler(Trouble::wrongUse)
        .setExecutionStrategy(cairn::execute)
        .setExecutionExceptionHandler(new Trouble(() -> cairn.trace));
  }

  /** Prints an error once, by its message; the log of the runtime appears only with --trace. */
  private int execute(ParseResult parsed) {
    LOG.setLevel(trace ? Level.ALL : Level.OFF);
    return new RunLast().execute(parsed);
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** The version that the build wrote into the module descriptor. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      var module = Cairn.class.getModule().getDescriptor();
      String version = module == null ? "of an unknown version" : module.rawVersion().orElse("of an unknown version");
      return new String[] { "cairn " + version };
    }
  }
}
