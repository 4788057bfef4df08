package dev.cairn.impl.stream;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.ImportResult;
import dev.cairn.api.ImportRow;
import dev.cairn.api.NewEvent;
import dev.cairn.api.StreamImport;
import dev.cairn.api.StreamType;
import dev.cairn.api.TypedBytes;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;

/** An import that a test kills, or that somebody measures. Prints where it is, and at the end what it has done. */
final class KilledImport {
  static final StreamType<TypedBytes, TypedBytes> TYPE = StreamType.bytes("old");
  static final int STREAMS = 100;

  private KilledImport() {}

  /** Takes the folder, the backend, how many rows there are, and after how many rows to say so. */
  public static void main(String[] args) {
    try (ActorSystem system = ActorSystem.builder().data(Path.of(args[0])).backend(args[1]).open()) {
      long begin = System.nanoTime();
      ImportResult result = run(StreamImport.into(system.streams("main")), Long.parseLong(args[2]),
          Long.parseLong(args[3]));
      System.out.println(result + " in " + (System.nanoTime() - begin) / 1_000_000 + " ms");
    }
  }

  static ImportResult run(StreamImport in, long rows, long each) {
    for (long row = 0; row < rows; row++) {
      in.add(row(row));
      if ((row + 1) % each == 0) {
        System.out.println(row);
      }
    }
    return in.finish();
  }

  private static ImportRow<TypedBytes> row(long row) {
    byte[] bytes = ByteBuffer.allocate(100).putLong(row).array();
    return ImportRow.of(TYPE, "s" + row % STREAMS, row / STREAMS + 1,
        NewEvent.of(new TypedBytes("Old", bytes)).at(Instant.ofEpochMilli(row)));
  }
}
