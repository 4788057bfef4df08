package dev.cairn.backend.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Durability;
import dev.cairn.spi.Position;
import dev.cairn.spi.Retention;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One bit of the file turned over: each question is answered as before, or refused. How many bits, and which,
 * {@code -Dcairn.flips=10000} and {@code -Dcairn.flips.seed=7} say.
 */
class FlippedBitTest {
  private static final int FLIPS = Integer.getInteger("cairn.flips", 50);
  private static final long SEED = Long.getLong("cairn.flips.seed", 1);
  private static final int PAGE = 4096;

  @TempDir
  Path folder;

  private final List<StreamKey> streams = new ArrayList<>();
  private Position newest = Position.START;

  private Backend open(Path location, BackendConfig.Mode mode) {
    return new SqliteBackendProvider().open(new BackendConfig(location, mode,
        mode == BackendConfig.Mode.READ ? Optional.empty() : Optional.of(Durability.OS), Map.of()));
  }

  /** Streams of all policies in three stores, in three generations, some of them purged. */
  private void fill() {
    for (int number = 0; number < 60; number++) {
      streams.add(new StreamKey(number % 7 == 0 ? "alpha" : number % 5 == 0 ? "zeta" : "main", "kind" + number % 4,
          "stream " + number));
    }
    for (int round = 1; round <= 3; round++) {
      try (Backend backend = open(folder, BackendConfig.Mode.CREATE)) {
        for (int step = 0; step < 6; step++) {
          List<Commit> list = new ArrayList<>();
          for (int number = 0; number < streams.size(); number++) {
            list.add(commit(backend, number, step));
          }
          for (CommitResult result : backend.commit(list)) {
            newest = assertInstanceOf(CommitResult.Stored.class, result).position();
          }
        }
      }
    }
    streams.add(new StreamKey("main", "kind1", "nobody"));
    streams.add(new StreamKey("other", "kind1", "nobody"));
    streams.add(new StreamKey("main", "zzz", "nobody"));
  }

  private Commit commit(Backend backend, int number, int step) {
    StreamKey stream = streams.get(number);
    StreamHead head = backend.claim(stream).head();
    if (step == 5 && number % 9 == 0) {
      return new Commit(stream, head(backend), head.last(), List.of(), Optional.empty(), new Retention.Purge());
    }
    int size = 1 + number % 2;
    List<byte[]> events = new ArrayList<>();
    for (long sequence = head.last() + 1; sequence <= head.last() + size; sequence++) {
      events.add(Seen.event(stream, sequence));
    }
    long last = head.last() + size;
    Optional<Snapshot> state = Optional.of(new Snapshot(last, Seen.state(stream, last)));
    Optional<Snapshot> none = Optional.empty();
    long epoch = head(backend);
    return switch (number % 4) {
      case 0 -> new Commit(stream, epoch, head.last(), events, none, Retention.ALL);
      case 1 -> new Commit(stream, epoch, head.last(), events, state, new Retention.Keep(1, 0, Position.END));
      case 2 -> new Commit(stream, epoch, head.last(), events, state, new Retention.Keep(1, last, Position.END));
      default -> new Commit(stream, epoch, head.last(), events, step % 3 == 1 ? state : none,
          step % 3 == 1 ? new Retention.Keep(2, last - 1, Position.END) : Retention.ALL);
    };
  }

  private static long head(Backend backend) {
    return backend.info().generation();
  }

  /** What the next writer is told, and where its events go. */
  private Map<String, String> written(Path location) {
    Map<String, String> told = new TreeMap<>();
    try (Backend backend = open(location, BackendConfig.Mode.WRITE)) {
      told.putAll(Seen.by(backend, streams));
      told.put("generation", "" + backend.info().generation());
      for (StreamKey stream : streams.subList(0, 5)) {
        try {
          long last = backend.claim(stream).head().last();
          Commit commit = Commit.append(stream, head(backend), last, List.of(Seen.event(stream, last + 1)));
          CommitResult.Stored stored = (CommitResult.Stored) backend.commit(List.of(commit)).get(0);
          told.put("append to " + stream, last + (stored.position().compareTo(newest) > 0 ? "" : ", position again"));
        } catch (BackendException e) {
          told.put("append to " + stream, Seen.REFUSED);
        }
      }
    }
    return told;
  }

  private Map<String, String> read(Path location) {
    try (Backend backend = open(location, BackendConfig.Mode.READ)) {
      Map<String, String> told = new TreeMap<>(Seen.by(backend, streams));
      told.put("generation", "" + backend.info().generation());
      return told;
    }
  }

  private static List<String> otherwise(Map<String, String> expected, Supplier<Map<String, String>> looked) {
    List<String> other = new ArrayList<>();
    try {
      looked.get().forEach((question, answer) -> {
        if (!answer.equals(Seen.REFUSED) && !answer.equals(expected.get(question))) {
          other.add(question + ": " + expected.get(question) + " became " + answer);
        }
      });
    } catch (BackendException e) {
      // not even opened
    }
    return other;
  }

  /** Half of them where a page says what it holds and where. */
  private static long bit(SplittableRandom random, long bytes) {
    long anywhere = random.nextLong(bytes * 8);
    return random.nextBoolean() ? anywhere : anywhere / (PAGE * 8) * (PAGE * 8) + random.nextLong(100 * 8);
  }

  @Test
  void a_bit_that_turned_over_gives_no_other_answer() throws IOException {
    fill();
    SplittableRandom random = new SplittableRandom(SEED);
    long bytes = Files.size(folder.resolve("cairn.sqlite"));
    assertEquals(List.of(), silent(LongStream.generate(() -> bit(random, bytes)).limit(FLIPS).toArray()));
  }

  /** SQLite sorts by type first, and a text can have the bytes of a blob. */
  @Test
  void a_bit_that_gives_a_value_of_a_key_another_type_gives_no_other_answer() throws IOException {
    fill();
    byte[] file = Files.readAllBytes(folder.resolve("cairn.sqlite"));
    byte[] types = { textType("main"), textType("kind1"), blobType(new StreamKey("main", "kind1", "stream 13")) };
    long[] bits = IntStream.range(0, file.length - types.length)
        .filter(at -> Arrays.equals(file, at, at + types.length, types, 0, types.length))
        .flatMap(at -> IntStream.range(at, at + types.length)).mapToLong(at -> at * 8L).toArray();
    int step = Math.max(1, bits.length / FLIPS);
    assertEquals(List.of(), silent(IntStream.range(0, bits.length / step).mapToLong(i -> bits[i * step]).toArray()));
    assertTrue(bits.length > 0);
  }

  /** The list of free blocks in a page: no reader looks at it, and a writer would come upon it. */
  @Test
  void a_bit_that_only_a_writer_would_come_upon_is_found_by_a_verification() throws IOException {
    fill();
    byte[] file = Files.readAllBytes(folder.resolve("cairn.sqlite"));
    List<Integer> pages = IntStream.range(1, file.length / PAGE).map(page -> page * PAGE)
        .filter(at -> List.of(2, 5, 10, 13).contains((int) file[at]) && (file[at + 1] != 0 || file[at + 2] != 0))
        .boxed()
        .toList();
    assertTrue(!pages.isEmpty());
    for (int page : pages) {
      byte[] one = file.clone();
      one[page + 2] ^= 2;
      List<BackendException.Corrupt> found = new ArrayList<>();
      try (Backend backend = open(copy(one), BackendConfig.Mode.READ)) {
        backend.verify(found::add);
      } catch (BackendException.Corrupt e) {
        found.add(e);
      }
      assertTrue(!found.isEmpty(), "page " + page / PAGE);
    }
    try (Backend backend = open(copy(file), BackendConfig.Mode.READ)) {
      backend.verify(found -> {
        throw found;
      });
    }
  }

  private static byte textType(String text) {
    return (byte) (13 + 2 * text.length());
  }

  private static byte blobType(StreamKey stream) {
    return (byte) (12 + 2 * stream.idBytes().length);
  }

  private List<String> silent(long[] bits) throws IOException {
    byte[] whole = Files.readAllBytes(folder.resolve("cairn.sqlite"));
    Map<String, String> asRead = read(copy(whole));
    Map<String, String> asWritten = written(copy(whole));
    assertTrue(!asRead.containsValue(Seen.REFUSED) && !asWritten.containsValue(Seen.REFUSED));
    List<String> silent = new ArrayList<>();
    for (long bit : bits) {
      byte[] one = whole.clone();
      one[(int) (bit / 8)] ^= (byte) (1 << bit % 8);
      Path flipped = copy(one);
      List<String> other = otherwise(asRead, () -> read(flipped));
      other.addAll(otherwise(asWritten, () -> written(copy(one))));
      if (!other.isEmpty()) {
        silent.add("bit " + bit + " in page " + (bit / 8 / PAGE + 1) + " at " + bit / 8 % PAGE + ": " + other);
      }
    }
    return silent;
  }

  /** Returns a folder that has these bytes as its file, beside all else that a writer has left. */
  private Path copy(byte[] bytes) {
    Path copy = folder.resolve("copy");
    try {
      Files.createDirectories(copy);
      for (String beside : List.of("lock", "cairn.sqlite-head")) {
        Files.copy(folder.resolve(beside), copy.resolve(beside), StandardCopyOption.REPLACE_EXISTING);
      }
      for (String left : List.of("cairn.sqlite-wal", "cairn.sqlite-shm")) {
        Files.deleteIfExists(copy.resolve(left));
      }
      Files.write(copy.resolve("cairn.sqlite"), bytes);
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
