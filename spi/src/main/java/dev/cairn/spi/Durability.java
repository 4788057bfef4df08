package dev.cairn.spi;

/** What a commit has survived by the time it is acknowledged. Stronger levels come first. */
public enum Durability {
  /** The commit is synced to the device: it survives the loss of power. */
  SYNC,
  /** The commit has left the process: it survives the death of the process, not of the machine. */
  OS,
  /** The commit lives in the process and dies with it. */
  NONE
}
