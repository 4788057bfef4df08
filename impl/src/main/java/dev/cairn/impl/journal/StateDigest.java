package dev.cairn.impl.journal;

import dev.cairn.api.Persistence;
import org.jspecify.annotations.Nullable;

/** Notices that somebody has changed a state since it was made, where that is looked at. Used by the actor's thread. */
final class StateDigest {
  private final StreamRecords records;
  private final boolean storesStates;
  private @Nullable Long digest;

  StateDigest(StreamRecords records, Persistence policy) {
    this.records = records;
    this.storesStates = !(policy instanceof Persistence.Full);
  }

  /** Takes the digest of a state that was just made. */
  void take(Object made) {
    digest = records.digests(storesStates) ? records.digest(made) : null;
  }

  /** Takes the digest of a state that was just persisted. */
  void takePersisted(Object made) {
    if (storesStates) {
      digest = records.lastDigest();
    } else {
      take(made);
    }
  }

  /** Whether the state is another one than when its digest was taken. */
  boolean isChanged(Object state) {
    Long before = digest;
    Long now = before == null ? null : records.digest(state);
    return now != null && !now.equals(before) && now.equals(records.digest(state)); // some codecs never repeat
  }

  /** The same, where states are looked at after each command. */
  boolean isChangedByCommand(Object state) {
    return digest != null && records.digests(false) && isChanged(state);
  }
}
