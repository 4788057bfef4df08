package dev.cairn.cli.demo;

/** Tells a person on stderr how far a piece of work is. Any thread may step. */
interface Progress extends AutoCloseable {

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
  }
}
