package dev.cairn.cli.demo;

/** Which part of the demo a process plays. */
public enum Act {
  /** The whole, without a halt. */
  WHOLE,
  /** Up to the halt half-way. */
  FIRST,
  /** After the halt, to the end. */
  SECOND
}
