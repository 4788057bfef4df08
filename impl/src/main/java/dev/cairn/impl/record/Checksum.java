package dev.cairn.impl.record;

/** Guards a record by a CRC-32C over its associated data and its own bytes. */
record Checksum() implements RecordGuard {
  private static final int CRC_BYTES = 4;

  @Override
  public int format(RecordBinding binding) {
    return RecordFrame.PLAIN;
  }

  @Override
  public boolean takes(int format) {
    return format == RecordFrame.PLAIN;
  }

  @Override
  public int keyId(int format) {
    return 0;
  }

  @Override
  public void endHeader(FieldOutput out, int keyId) {}

  @Override
  public byte[] close(RecordBinding binding, FieldOutput out, int headerLength, int keyId) {
    out.writeInt(binding.checksum(out.getBuffer(), headerLength, out.position()));
    return out.toBytes();
  }

  @Override
  public FieldInput open(RecordBinding binding, byte[] record, FieldInput in) {
    int end = record.length - CRC_BYTES;
    int headerLength = in.position();
    if (end < headerLength) {
      throw new UnreadableRecord("it is shorter than any record");
    }
    in.setPosition(end);
    int stored = in.readInt();
    if (stored != binding.checksum(record, headerLength, end)) {
      throw new UnreadableRecord("its checksum does not match: it was damaged, or moved from another place");
    }
    in.setPosition(headerLength);
    in.setLimit(end);
    return in;
  }
}
