package dev.cairn.tck;

import dev.cairn.spi.Commit;
import dev.cairn.spi.Position;
import dev.cairn.spi.Retention;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StreamKey;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A list of commits as bytes. */
final class PaperForm {
  private PaperForm() {}

  static void write(DataOutputStream out, List<Commit> list) throws IOException {
    out.writeInt(list.size());
    for (Commit commit : list) {
      out.writeUTF(commit.stream().store());
      out.writeUTF(commit.stream().type());
      out.writeUTF(commit.stream().id());
      out.writeLong(commit.epoch());
      out.writeLong(commit.expectedLast());
      out.writeInt(commit.events().size());
      for (byte[] event : commit.events()) {
        write(out, event);
      }
      out.writeLong(commit.snapshot().map(Snapshot::sequence).orElse(0L));
      write(out, commit.snapshot().map(Snapshot::record).orElse(new byte[0]));
      write(out, commit.retention());
    }
  }

  private static void write(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static void write(DataOutputStream out, Retention retention) throws IOException {
    switch (retention) {
      case Retention.Keep keep -> {
        out.writeByte('k');
        out.writeInt(keep.snapshots());
        out.writeLong(keep.deleteThrough());
        out.writeLong(keep.readThrough().generation());
        out.writeLong(keep.readThrough().offset());
      }
      case Retention.Purge purge -> out.writeByte('p');
      case Retention.Begin begin -> {
        out.writeByte('b');
        out.writeLong(begin.deletedThrough());
        out.writeLong(begin.purgedThrough());
      }
    }
  }

  static List<Commit> read(DataInputStream in) throws IOException {
    List<Commit> list = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      StreamKey stream = new StreamKey(in.readUTF(), in.readUTF(), in.readUTF());
      long epoch = in.readLong();
      long expectedLast = in.readLong();
      List<byte[]> events = new ArrayList<>();
      for (int more = in.readInt(); more > 0; more--) {
        events.add(in.readNBytes(in.readInt()));
      }
      long sequence = in.readLong();
      byte[] record = in.readNBytes(in.readInt());
      list.add(new Commit(stream, epoch, expectedLast, events,
          sequence == 0 ? Optional.empty() : Optional.of(new Snapshot(sequence, record)), retention(in)));
    }
    return list;
  }

  private static Retention retention(DataInputStream in) throws IOException {
    return switch (in.readByte()) {
      case 'k' -> new Retention.Keep(in.readInt(), in.readLong(), new Position(in.readLong(), in.readLong()));
      case 'p' -> new Retention.Purge();
      default -> new Retention.Begin(in.readLong(), in.readLong());
    };
  }
}
