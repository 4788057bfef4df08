package dev.cairn.cli.progress;

import java.io.PrintStream;

/** Shows the progress of a task on stderr. Any thread may step. */
public interface Progress extends AutoCloseable {

  /** Sets the amount that is done. */
  void stepTo(long done);

  /** Ends the task. */
  @Override
  void close();

  /** A way to show tasks. */
  @FunctionalInterface
  interface Display {

    /**
     * Begins a task.
     *
     * @param task its name
     * @param from the amount that was done before
     * @param size the whole amount
     * @param unit the unit of the amount
     */
    Progress begin(String task, long from, long size, String unit);

    /** Begins a task that is shown only if it takes longer than a second. */
    default Progress beginLate(String task, long size, String unit) {
      return new LateProgress(done -> begin(task, done, size, unit));
    }
  }

  /** Returns bars for a terminal, or a line for each tenth. */
  static Display display(boolean bars, PrintStream err) {
    return bars ? new ProgressBars(err) : new ProgressLines(err);
  }

  /** Whether the output of this process is a terminal. */
  static boolean isInteractive() {
    System.setProperty("jdk.console", "java.base"); // some releases otherwise say true for pipes
    return System.console() != null && !"dumb".equals(System.getenv("TERM"));
  }
}
