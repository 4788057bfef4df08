package dev.cairn.impl.record;

import java.time.Instant;

/**
 * A record whose checksum or seal is right: nobody has changed or moved it. Its value is not decoded yet.
 *
 * @param typeId the type of the value in the store's dictionary
 * @param time when the record was made
 * @param commit the commit that wrote it
 * @param metadata what was given beside the value
 * @param bytes an array in which the value stands; not to be changed
 * @param valueOffset where the value starts
 * @param valueLength how many bytes it has
 */
public record OpenedRecord(int typeId, Instant time, CommitName commit, Metadata metadata, byte[] bytes,
    int valueOffset, int valueLength) {}
