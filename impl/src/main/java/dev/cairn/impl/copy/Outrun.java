package dev.cairn.impl.copy;

/** An unfinished copy cannot go on: its original has meanwhile deleted what comes next. It is begun again. */
final class Outrun extends RuntimeException {
  private static final long serialVersionUID = 1;

  Outrun(String why) {
    super(why);
  }
}
