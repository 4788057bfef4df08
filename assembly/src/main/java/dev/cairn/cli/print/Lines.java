package dev.cairn.cli.print;

import java.io.PrintWriter;

/** Prints lines as a stream: keeps nothing, and ends the work once the reader is gone. Used by one thread. */
public final class Lines {
  private static final int LINES_BETWEEN_CHECKS = 1024;
  private final PrintWriter out;
  private long printed;

  /** Prints to a writer, which stays open. */
  public Lines(PrintWriter out) {
    this.out = out;
  }

  /**
   * Prints one line.
   *
   * @throws ReaderGone once the other end of the pipe is closed
   */
  public void print(String line) {
    out.print(line);
    out.print('\n');
    if (++printed % LINES_BETWEEN_CHECKS == 0) {
      flush();
    }
  }

  /**
   * Flushes all lines to the reader.
   *
   * @throws ReaderGone once the other end of the pipe is closed
   */
  public void flush() {
    if (out.checkError()) {
      throw new ReaderGone();
    }
  }
}
