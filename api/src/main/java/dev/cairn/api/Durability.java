package dev.cairn.api;

/** What an event has survived when {@code persist} returns. A backend refuses a level that it cannot give. */
public enum Durability {
  /** It is synced to the device and survives the loss of power. The default where a backend can give it. */
  SYNC,
  /** It has left the process and survives the death of the process, not of the machine. */
  OS,
  /** It dies with the process. */
  NONE
}
