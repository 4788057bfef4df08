package dev.cairn.impl.record;

/** The guard of a store's records: a checksum or a seal. Any thread may call. */
sealed interface RecordGuard permits Checksum, Seal {

  /** The first byte of a record at this place. */
  int format(RecordBinding binding);

  /** Whether a record may begin with this byte. */
  boolean takes(int format);

  /** The id of the key of the ring for the next record of this format, 0 where there is none. */
  int keyId(int format);

  /** Appends the part of the header after the time. */
  void endHeader(FieldOutput out, int keyId);

  /** Makes a record of an output that holds the header and the body. */
  byte[] close(RecordBinding binding, FieldOutput out, int headerLength, int keyId);

  /**
   * Verifies a record and returns its body.
   *
   * @param in the record, read up to the time
   * @throws UnreadableRecord if it is not the record that was made for this place
   * @throws dev.cairn.api.KeyException if the key that it names cannot be used
   */
  FieldInput open(RecordBinding binding, byte[] record, FieldInput in);
}
