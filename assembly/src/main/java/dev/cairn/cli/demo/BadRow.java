package dev.cairn.cli.demo;

/** A row breaks a rule; the reader of the file adds the line. */
final class BadRow extends Exception {
  private static final long serialVersionUID = 1;

  BadRow(String reason) {
    super(reason);
  }
}
