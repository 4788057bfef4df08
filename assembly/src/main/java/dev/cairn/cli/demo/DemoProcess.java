package dev.cairn.cli.demo;

import dev.cairn.cli.progress.Progress;
import java.io.PrintStream;

/** One process of the demo; the command line starts it. */
public final class DemoProcess {
  private DemoProcess() {}

  /**
   * Runs an act of the demo.
   *
   * @param bars whether to show progress with bars
   * @param startMillis when the demo began, in milliseconds since 1970
   * @throws DemoStopped if the input or a row is refused
   * @throws dev.cairn.api.CairnException if the store fails
   */
  public static Summary run(DemoOptions options, Act act, boolean bars, PrintStream err, long startMillis) {
    if (act != Act.WHOLE) {
      Lifeline.hold(System.in);
    }
    Progress.Display display = Progress.display(bars, err);
    return new BankRun(options, act, display, err, () -> Runtime.getRuntime().halt(BankRun.HALTED), startMillis).run();
  }
}
