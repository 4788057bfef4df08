package dev.cairn.cli.print;

/** The reader of the output is gone, as in {@code cairn ls DIR | head}. No message is printed. */
public final class ReaderGone extends RuntimeException {
  private static final long serialVersionUID = 1;

  ReaderGone() {
    super("The output was closed.", null, false, false);
  }
}
