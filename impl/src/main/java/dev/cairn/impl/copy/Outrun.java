package dev.cairn.impl.copy;

/** An unfinished copy cannot continue, because its original has changed too far. It is begun again. */
final class Outrun extends RuntimeException {
  private static final long serialVersionUID = 1;

  Outrun(String why) {
    super(why);
  }
}
