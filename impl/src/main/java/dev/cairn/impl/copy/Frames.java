package dev.cairn.impl.copy;

import dev.cairn.impl.journal.StoreDescription;
import dev.cairn.impl.record.RecordFrame;
import dev.cairn.impl.record.RecordKind;

/** How the records of a store are framed in the original and in the copy, each under its own keys. */
final class Frames {
  private final StoreDescription from;
  private final StoreDescription to;
  private final RecordFrame original;
  private final RecordFrame events;
  private final RecordFrame snapshots;

  Frames(StoreDescription from, StoreDescription to) {
    this.from = from;
    this.to = to;
    this.original = new RecordFrame(RecordFrame.MAX_SNAPSHOT_BYTES, from.guard());
    this.events = new RecordFrame(RecordFrame.MAX_EVENT_BYTES, to.guard());
    this.snapshots = new RecordFrame(RecordFrame.MAX_SNAPSHOT_BYTES, to.guard());
  }

  StoreDescription from() {
    return from;
  }

  StoreDescription to() {
    return to;
  }

  RecordFrame original() {
    return original;
  }

  RecordFrame copy(RecordKind kind) {
    return kind == RecordKind.EVENT ? events : snapshots;
  }
}
