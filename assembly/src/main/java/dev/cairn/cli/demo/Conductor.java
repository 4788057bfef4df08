package dev.cairn.cli.demo;

import dev.cairn.cli.print.Failure;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.stream.Stream;

/**
 * Starts the processes of the demo: the first halts itself half-way, the second goes on. A child reads a pipe from this
 * process, so it does not outlive this process. Its output goes to the output of this process.
 */
public final class Conductor {
  private static final int LAST_EXIT_CODE = 3;
  private final List<String> jvm;

  /** Starts children with the command of this JVM. */
  public Conductor(Class<?> main) {
    this(OwnJvm.command(main.getName()));
  }

  Conductor(List<String> jvm) {
    this.jvm = jvm;
  }

  /**
   * Runs the acts and returns the exit code of the last one.
   *
   * @param arguments the arguments of the child for an act
   * @throws DemoStopped if a process cannot be started
   */
  public int play(Script arguments) {
    int code = play(arguments.of(Act.FIRST.name()));
    if (code != BankRun.HALTED) {
      return checkCode(code);
    }
    System.err.println();
    System.err.println("Half of the rows are acknowledged, and the process has halted itself without warning.");
    System.err.println("A new process recovers and goes on.");
    return checkCode(play(arguments.of(Act.SECOND.name())));
  }

  private static int checkCode(int code) {
    if (code < 0 || code > LAST_EXIT_CODE) {
      throw new DemoStopped("The process that ran the bank was ended from outside, with " + code
          + ". The same command, with --data and the folder, goes on.");
    }
    return code;
  }

  private int play(List<String> arguments) {
    var command = Stream.concat(jvm.stream(), arguments.stream()).toList();
    var builder = new ProcessBuilder(command).redirectOutput(Redirect.INHERIT).redirectError(Redirect.INHERIT);
    builder.environment().remove("JDK_JAVA_OPTIONS"); // the launch arguments contain them
    try {
      return builder.start().waitFor();
    } catch (IOException e) {
      throw new DemoStopped("A second JVM cannot be started: " + Failure.words(e) + ". Try --no-halt.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoStopped("The demo was interrupted.", e);
    }
  }

  /** The arguments of the children. */
  @FunctionalInterface
  public interface Script {

    /** Returns the arguments of the command line for an act. */
    List<String> of(String act);
  }
}
