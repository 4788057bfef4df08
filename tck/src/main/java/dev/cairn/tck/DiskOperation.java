package dev.cairn.tck;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One change of a file, as {@code disk.c} recorded it; that file draws the bytes.
 *
 * @param kind the letter of the change
 * @param inode the file
 * @param offset of a write, the new size, or the length of the first of two paths
 * @param bytes that were written, or the paths
 */
record DiskOperation(char kind, long inode, long offset, byte[] bytes) {

  /** Reads a trace; an entry that is cut off at the end is ignored. */
  static List<DiskOperation> read(Path trace) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(Files.readAllBytes(trace)).order(ByteOrder.nativeOrder());
    List<DiskOperation> operations = new ArrayList<>();
    while (rest.remaining() >= 25) {
      char kind = (char) rest.get();
      long inode = rest.getLong();
      long offset = rest.getLong();
      int length = Math.toIntExact(rest.getLong());
      if (length > rest.remaining()) {
        break;
      }
      byte[] bytes = new byte[length];
      rest.get(bytes);
      operations.add(new DiskOperation(kind, inode, offset, bytes));
    }
    return operations;
  }

  String path() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  String firstPath() {
    return new String(bytes, 0, Math.toIntExact(offset), StandardCharsets.UTF_8);
  }

  String secondPath() {
    int first = Math.toIntExact(offset);
    return new String(bytes, first, bytes.length - first, StandardCharsets.UTF_8);
  }

  /** Whether it changes what survives a loss of power: every operation but a write and a truncation does. */
  boolean lasts() {
    return kind != 'w' && kind != 't';
  }
}
