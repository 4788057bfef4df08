package dev.cairn.impl.record;

/** How the records of a store are guarded: by a checksum, or by a seal. Any thread may call. */
sealed interface RecordGuard permits Checksum, Seal {

  /** The first byte of a record. */
  int format();

  /** The id of the key for the next record, 0 where there are no keys. */
  int keyId();

  /** Appends what a header has behind the time. */
  void endHeader(FieldOutput out, int keyId);

  /** Makes a record of an output that holds the header and the body. */
  byte[] close(RecordBinding binding, FieldOutput out, int headerLength, int keyId);

  /**
   * Proves a record and returns its body.
   *
   * @param in the record, read up to the time
   * @throws UnreadableRecord if it is not what was closed at that place
   * @throws dev.cairn.api.KeyException if the key that it names is not in use
   */
  FieldInput open(RecordBinding binding, byte[] record, FieldInput in);
}
