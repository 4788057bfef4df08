package dev.cairn.cli.demo;

/** The part of the demo that a process runs. */
public enum Act {
  /** The whole, without a halt. */
  WHOLE,
  /** Up to the halt half-way. */
  FIRST,
  /** After the halt, to the end. */
  SECOND
}
