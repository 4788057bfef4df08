package dev.cairn.impl.journal;

/** What can be asked of a backend, and so what can fail. */
enum Call {
  OPEN, COMMIT, CLAIM, RECOVER, NEXT, EVENTS, LOG, STREAMS, STORES, CLOSE
}
