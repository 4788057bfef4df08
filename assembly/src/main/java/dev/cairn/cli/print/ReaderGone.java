package dev.cairn.cli.print;

/** Nobody reads the output any more, as in {@code cairn ls DIR | head}. There is nobody to tell. */
public final class ReaderGone extends RuntimeException {
  private static final long serialVersionUID = 1;

  ReaderGone() {
    super("The output was closed.", null, false, false);
  }
}
