package dev.cairn.pekko.journal;

import org.apache.pekko.persistence.SnapshotMetadata;

/**
 * A snapshot of Pekko that is stored and not deleted.
 *
 * @param place its sequence in the stream of snapshots
 * @param metadata as Pekko selects it by
 */
record SavedSnapshot(long place, SnapshotMetadata metadata) {}
