package dev.cairn.impl.journal;

import dev.cairn.spi.StreamKey;

/**
 * What a recovery found.
 *
 * @param stream the stream
 * @param epoch under which it was claimed
 * @param state after the newest event
 * @param last the newest event
 * @param snapshotAt the newest event that needs no replay, because a snapshot holds it or it was purged
 * @param snapshots how many snapshots are kept
 * @param ignored how many of the events after that were passed over, because their types are ignored
 * @param carried what the actor carries beside its state, which belongs to the receiver
 */
record RecoveredStream<S>(StreamKey stream, long epoch, S state, long last, long snapshotAt, int snapshots,
    long ignored,
    Carried carried) {}
