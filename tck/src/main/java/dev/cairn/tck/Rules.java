package dev.cairn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.BackendProvider;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.Durability;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.Retention;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The vocabulary of the rules. A backend that a rule opens is closed after it. */
@ExtendWith(Claims.class)
abstract class Rules {
  final BackendProvider provider;
  private final Deque<Backend> opened = new ArrayDeque<>();

  @TempDir
  Path folder;

  private @Nullable TestReporter reporter;

  Rules(BackendProvider provider) {
    this.provider = provider;
  }

  @BeforeEach
  void reportTo(TestReporter testReporter) {
    reporter = testReporter;
  }

  @AfterEach
  void closeWhatIsOpen() {
    opened.forEach(Backend::close);
  }

  /** Adds a note to the certificate. */
  void note(String text) {
    Objects.requireNonNull(reporter).publishEntry("note", text);
  }

  /** Ends a rule about a feature that the backend does not claim. */
  static void requireClaim(boolean claims, String what) {
    if (!claims) {
      throw new Claims.NotClaimed(what);
    }
  }

  void claims(Durability durability) {
    requireClaim(durabilities().contains(durability), "durability " + durability);
  }

  /** Ends a rule about the disk under this process, where the engine is in another one. */
  void keepsItOnThisDisk() {
    try (Backend backend = open(folder.resolve("asked-for-the-disk"), BackendConfig.Mode.CREATE, Map.of())) {
      if (backend.info().waits()) {
        throw new Claims.EngineElsewhere();
      }
    }
  }

  /** Aborts a rule that this machine cannot try. */
  static void runs(boolean possible, String why) {
    if (!possible) {
      Assumptions.abort("not run here: " + why);
    }
  }

  /** Runs a rule that depends on chance with a seed that is reported, so that it can be repeated. */
  void runSeeded(Seeded body) throws Exception {
    long seed = Effort.seed();
    note("seed " + seed);
    try {
      body.run(seed);
    } catch (Claims.NotClaimed e) {
      throw e;
    } catch (AssertionError | Exception e) {
      throw new AssertionError("Repeat it with -Dcairn.tck.seed=" + seed + ". " + e, e);
    }
  }

  /** A rule that depends on chance. */
  interface Seeded {
    void run(long seed) throws Exception;
  }

  /** Runs histories of random commits, each in a location of its own. */
  void runHistories(RandomHistory body) throws Exception {
    runSeeded(seed -> {
      SplittableRandom seeds = new SplittableRandom(seed);
      for (int number = 0; number < Effort.histories(); number++) {
        body.run(number, seeds.split());
      }
    });
  }

  /** One history, by its number. */
  interface RandomHistory {
    void run(int number, SplittableRandom random);
  }

  /** Opens the location of a history. */
  Backend openHistory(int number) {
    return open(folder.resolve("history-" + number), BackendConfig.Mode.CREATE, Map.of());
  }

  /** The durabilities that the backend offers, the strongest first. */
  List<Durability> durabilities() {
    return Arrays.stream(Durability.values()).filter(this::gives).toList();
  }

  Durability strongest() {
    return durabilities().get(0);
  }

  private boolean gives(Durability durability) {
    Path location = folder.resolve("asked-for-" + durability);
    try (Backend backend = open(location, BackendConfig.Mode.CREATE, Optional.of(durability))) {
      return backend.info().durability() == durability;
    } catch (BackendException.Misconfigured e) {
      return false;
    }
  }

  boolean multiProcess() {
    try (Backend backend = open(folder.resolve("asked-for-processes"), BackendConfig.Mode.CREATE, Map.of())) {
      return backend.info().multiProcess();
    }
  }

  Path location() {
    return folder.resolve("location");
  }

  Backend open() {
    return open(BackendConfig.Mode.CREATE);
  }

  Backend open(BackendConfig.Mode mode) {
    return open(location(), mode, Map.of());
  }

  Backend open(BackendConfig.Mode mode, Durability durability) {
    return open(location(), mode, Optional.of(durability));
  }

  /** Opens a backend that the rule itself closes. */
  Backend open(Path location, BackendConfig.Mode mode, Optional<Durability> durability) {
    return provider.open(KitSettings.config(location, mode, durability));
  }

  Backend open(Path location, BackendConfig.Mode mode, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(KitSettings.of(location));
    settings.putAll(more);
    Backend backend = provider.open(new BackendConfig(location, mode, Optional.empty(), settings));
    opened.push(backend);
    return backend;
  }

  static StreamKey key(String id) {
    return new StreamKey("main", "thing", id);
  }

  static List<byte[]> records(String... texts) {
    return Arrays.stream(texts).map(Rules::bytes).toList();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static Snapshot snapshot(long sequence) {
    return new Snapshot(sequence, bytes("state " + sequence));
  }

  /** The epoch for the next commit of a stream: of the claim of this session, made anew if others claimed since. */
  static long epoch(Backend backend, StreamKey stream) {
    return Epochs.of(backend, stream);
  }

  /** Makes the commit that appends one event for each text. */
  static Commit appending(Backend backend, StreamKey stream, long expectedLast, String... texts) {
    return Commit.append(stream, epoch(backend, stream), expectedLast, records(texts));
  }

  /** Makes a commit without events that stores a snapshot. */
  static Commit keeping(Backend backend, StreamKey stream, long sequence, int snapshots, long deleteThrough) {
    return new Commit(stream, epoch(backend, stream), sequence, List.of(), Optional.of(snapshot(sequence)),
        new Retention.Keep(snapshots, deleteThrough, Position.END));
  }

  static Commit purging(Backend backend, StreamKey stream, long expectedLast) {
    return new Commit(stream, epoch(backend, stream), expectedLast, List.of(), Optional.empty(),
        new Retention.Purge());
  }

  /** Stores a commit that must be accepted; returns its position. */
  static Position store(Backend backend, Commit commit) {
    return assertInstanceOf(CommitResult.Stored.class, commit(backend, commit)).position();
  }

  static CommitResult commit(Backend backend, Commit commit) {
    List<CommitResult> results = backend.commit(List.of(commit));
    assertEquals(1, results.size(), "one result for each commit");
    return results.get(0);
  }

  /** Appends to a stream that must stand at {@code expectedLast}. */
  static Position append(Backend backend, StreamKey stream, long expectedLast, String... texts) {
    return store(backend, appending(backend, stream, expectedLast, texts));
  }

  /** Appends events 1 to n in one commit; the text of each is its number. */
  static void fill(Backend backend, StreamKey stream, int events) {
    append(backend, stream, 0, IntStream.rangeClosed(1, events).mapToObj(Integer::toString).toArray(String[]::new));
  }

  /** Opens the log; ends the rule if the backend does not claim one. */
  static LogCursor log(Backend backend, String store, Position after) {
    requireClaim(backend.info().globalLog(), "a log over all streams");
    return backend.log(store, after);
  }

  static <T> List<T> all(Cursor<T> cursor) {
    try (cursor) {
      List<T> found = new ArrayList<>();
      for (T next = cursor.next(); next != null; next = cursor.next()) {
        found.add(next);
      }
      return found;
    }
  }

  /** Returns the texts of the events. */
  static List<String> texts(Cursor<StoredEvent> cursor) {
    return all(cursor).stream().map(event -> new String(event.record(), StandardCharsets.UTF_8)).toList();
  }

  static List<String> texts(Backend backend, StreamKey stream) {
    return texts(backend.events(stream, 1, Long.MAX_VALUE));
  }

  static List<Long> sequences(Cursor<StoredEvent> cursor) {
    return all(cursor).stream().map(StoredEvent::sequence).toList();
  }

  static StreamHead head(Backend backend, StreamKey stream) {
    try (Recovery recovery = backend.recover(stream, Long.MAX_VALUE)) {
      return recovery.head();
    }
  }
}
