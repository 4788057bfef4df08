package dev.cairn.impl.record;

import java.time.Instant;

/**
 * A record whose checksum or seal is right: it is unchanged and at its own place. Its value is not decoded yet.
 *
 * @param typeId the type of the value in the store's dictionary
 * @param time when the record was made
 * @param commit the commit that wrote it
 * @param metadata beside the value
 * @param bytes an array that holds the value; must not be changed
 * @param valueOffset where the value starts
 * @param valueLength how many bytes it has
 */
public record OpenedRecord(int typeId, Instant time, CommitName commit, Metadata metadata, byte[] bytes,
    int valueOffset, int valueLength) {}
