package com.example.filelog;

import dev.cairn.spi.Commit;
import dev.cairn.spi.Position;
import dev.cairn.spi.Retention;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StreamKey;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One entry of the file: a session, or the accepted commits of a batch.
 *
 * <pre>
 *   generation 8 | number of commits 4, 0 for a session | commits
 *   commit    store, type, id | expected last 8 | retention
 *             | number of events 4 | events | sequence of the snapshot 8, 0 for none | snapshot
 *   retention 'k' snapshots 4, delete through 8, read through 8 + 8 | 'p' | 'b' deleted through 8, purged through 8
 *   a text, an event or a snapshot is its length, 4 bytes, and its bytes
 * </pre>
 */
record Entry(long generation, List<Commit> commits) {

  ByteBuffer bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(generation);
      out.writeInt(commits.size());
      for (Commit commit : commits) {
        write(out, commit);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ByteBuffer.wrap(bytes.toByteArray());
  }

  private static void write(DataOutputStream out, Commit commit) throws IOException {
    write(out, commit.stream().store().getBytes(StandardCharsets.UTF_8));
    write(out, commit.stream().type().getBytes(StandardCharsets.UTF_8));
    write(out, commit.stream().idBytes());
    out.writeLong(commit.expectedLast());
    write(out, commit.retention());
    out.writeInt(commit.events().size());
    for (byte[] event : commit.events()) {
      write(out, event);
    }
    out.writeLong(commit.snapshot().map(Snapshot::sequence).orElse(0L));
    write(out, commit.snapshot().map(Snapshot::record).orElse(new byte[0]));
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

  /** Receives each commit of an entry, with the places of its records in the file. */
  interface Reader {
    void commit(Commit commit, List<Place> events, Place snapshot);
  }

  /**
   * Reads an entry; returns its generation.
   *
   * @param offset the place of the payload in the file
   */
  static long read(ByteBuffer in, long offset, Reader reader) {
    long generation = in.getLong();
    for (int left = in.getInt(); left > 0; left--) {
      StreamKey stream = new StreamKey(text(in), text(in), text(in));
      long expectedLast = in.getLong();
      Retention retention = retention(in);
      List<byte[]> events = new ArrayList<>();
      List<Place> places = new ArrayList<>();
      for (int more = in.getInt(); more > 0; more--) {
        places.add(place(in, offset));
        events.add(bytes(in));
      }
      long sequence = in.getLong();
      Place snapshot = place(in, offset);
      byte[] state = bytes(in);
      reader.commit(new Commit(stream, generation, expectedLast, events,
          sequence == 0 ? Optional.empty() : Optional.of(new Snapshot(sequence, state)), retention), places, snapshot);
    }
    return generation;
  }

  private static Place place(ByteBuffer in, long offset) {
    return new Place(offset + in.position() + Integer.BYTES, in.getInt(in.position()));
  }

  private static byte[] bytes(ByteBuffer in) {
    byte[] bytes = new byte[in.getInt()];
    in.get(bytes);
    return bytes;
  }

  private static String text(ByteBuffer in) {
    return new String(bytes(in), StandardCharsets.UTF_8);
  }

  private static Retention retention(ByteBuffer in) {
    return switch (in.get()) {
      case 'k' -> new Retention.Keep(in.getInt(), in.getLong(), new Position(in.getLong(), in.getLong()));
      case 'p' -> new Retention.Purge();
      default -> new Retention.Begin(in.getLong(), in.getLong());
    };
  }
}
