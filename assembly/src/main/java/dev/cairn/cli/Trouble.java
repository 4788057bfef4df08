package dev.cairn.cli;

import dev.cairn.api.CairnException;
import dev.cairn.api.RecoveryFailed;
import dev.cairn.api.StoreDamaged;
import dev.cairn.api.StoreLocked;
import dev.cairn.cli.demo.DemoStopped;
import dev.cairn.cli.print.Failure;
import dev.cairn.cli.print.Printable;
import dev.cairn.cli.print.ReaderGone;
import dev.cairn.cli.server.NoServer;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns a failure into one message on stderr and an exit code. */
final class Trouble implements IExecutionExceptionHandler {
  private final BooleanSupplier trace;

  Trouble(BooleanSupplier trace) {
    this.trace = trace;
  }

  @Override
  public int handleExecutionException(Exception trouble, CommandLine line, @Nullable ParseResult parsed) {
    if (trouble instanceof ReaderGone) {
      return ExitCode.COULD_NOT_RUN;
    }
    line.getErr().println(Printable.lines(message(trouble)));
    if (trace.getAsBoolean()) {
      trouble.printStackTrace(line.getErr()); // who says --trace wants to see it
    }
    line.getErr().flush();
    return code(trouble);
  }

  static int wrongUse(ParameterException wrong, String[] args) {
    CommandLine line = wrong.getCommandLine();
    line.getErr()
        .println(Printable.lines(Objects.requireNonNullElse(wrong.getMessage(), "This is not a correct use of the "
            + "command.")));
    UnmatchedArgumentException.printSuggestions(wrong, line.getErr());
    line.getErr().println("See: " + line.getCommandSpec().qualifiedName() + " --help");
    line.getErr().flush();
    return ExitCode.COULD_NOT_RUN;
  }

  /** Reports an error that no command expects, which is never a finding. */
  static int reportError(Error error, CommandLine line, boolean trace) {
    line.getErr()
        .println(Printable.lines("The command could not finish: " + Failure.words(error) + " (--trace shows where)"));
    if (trace) {
      error.printStackTrace(line.getErr()); // as above
    }
    line.getErr().flush();
    return ExitCode.COULD_NOT_RUN;
  }

  private static String message(Exception trouble) {
    boolean ours = trouble instanceof CairnException || trouble instanceof CannotRun || trouble instanceof DemoStopped
        || trouble instanceof NoServer;
    return ours && trouble.getMessage() != null
        ? trouble.getMessage()
        : "Unexpected: " + Failure.words(trouble) + " (--trace shows where)";
  }

  private static int code(Exception trouble) {
    return switch (trouble) {
      case StoreLocked locked -> ExitCode.STORE_HELD;
      case StoreDamaged damaged -> ExitCode.FINDING;
      case RecoveryFailed failed when failed.getCause() instanceof StoreDamaged -> ExitCode.FINDING;
      default -> ExitCode.COULD_NOT_RUN;
    };
  }
}
