package dev.cairn.api;

/**
 * Which failures an event survives once {@code persist} has returned. A backend refuses a level that it cannot provide.
 */
public enum Durability {
  /** It is synced to the device and survives a power loss. The default if the backend can provide it. */
  SYNC,
  /** It has left the process. It survives the end of the process, but not a failure of the machine. */
  OS,
  /** It is lost with the process. */
  NONE
}
