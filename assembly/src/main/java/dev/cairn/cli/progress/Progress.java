package dev.cairn.cli.progress;

import java.io.PrintStream;

/** Tells a person on stderr how far a piece of work is. Any thread may step. */
public interface Progress extends AutoCloseable {

  /** Says how much is done now. */
  void stepTo(long done);

  /** Ends the piece of work. */
  @Override
  void close();

  /** How pieces of work are shown. */
  @FunctionalInterface
  interface Display {

    /**
     * Begins a piece of work.
     *
     * @param task its name
     * @param from how much was done before
     * @param size how much there is
     * @param unit what is counted
     */
    Progress begin(String task, long from, long size, String unit);

    /** Begins a piece of work that is shown only if it takes a while. */
    default Progress late(String task, long size, String unit) {
      return new LateProgress(done -> begin(task, done, size, unit));
    }
  }

  /** Returns bars where a person looks at a terminal, and a line for each tenth elsewhere. */
  static Display display(boolean bars, PrintStream err) {
    return bars ? new ProgressBars(err) : new ProgressLines(err);
  }

  /** Tells whether a person looks at this process's output in a terminal. */
  static boolean interactive() {
    System.setProperty("jdk.console", "java.base"); // else some releases answer yes for pipes as well
    return System.console() != null && !"dumb".equals(System.getenv("TERM"));
  }
}
