package dev.cairn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.BackendProvider;
import dev.cairn.spi.Commit;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.Retention;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rules C: readers beside the one thread that commits. A commit of these rules has three events. */
abstract class ConcurrencyRules extends Rules {
  private static final int COMMITS = 400;
  private static final int READERS = 3;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** Whether what the readers are beside has ended: everything is committed, or the backend closed. */
  private volatile boolean ended;

  ConcurrencyRules(BackendProvider provider) {
    super(provider);
  }

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  private void whileCommitting(Backend backend, Reader reader) throws Exception {
    whileCommitting(backend, Collections.nCopies(READERS, reader),
        round -> List.of(appending(backend, key("x"), round * 3L, "a", "b", "c"),
            appending(backend, key("y"), round * 3L, "a", "b", "c")));
  }

  /** Commits once each reader has read; they read again and again, and once more when everything is committed. */
  private void whileCommitting(Backend backend, List<Reader> readers, IntFunction<List<Commit>> list)
      throws Exception {
    CountDownLatch begun = new CountDownLatch(readers.size());
    List<Future<Void>> reading = new ArrayList<>();
    readers.forEach(reader -> reading.add(threads.submit(untilAllIsSeen(reader, begun))));
    assertTrue(begun.await(60, TimeUnit.SECONDS));
    try {
      for (int round = 0; round < COMMITS; round++) {
        backend.commit(list.apply(round));
      }
    } finally {
      ended = true;
    }
    for (Future<Void> each : reading) {
      finish(each);
    }
  }

  private Callable<Void> untilAllIsSeen(Reader reader, CountDownLatch begun) {
    return () -> {
      while (true) {
        boolean all = ended;
        long seen;
        try {
          seen = reader.read();
        } finally {
          begun.countDown();
        }
        if (all) {
          assertEquals(COMMITS * 3L, seen, "what is seen after the last commit");
          return null;
        }
      }
    };
  }

  private static void finish(Future<Void> future) throws InterruptedException, TimeoutException {
    try {
      future.get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("A reader failed.", e.getCause());
    }
  }

  /** Reads once; returns the last sequence it saw of stream y. */
  private interface Reader {
    long read();
  }

  @Test
  void c1_the_log_shows_only_whole_commits_in_order() throws Exception {
    Backend backend = open();
    requireClaim(backend.info().globalLog(), "a log over all streams");
    whileCommitting(backend, () -> {
      long x = 0;
      long y = 0;
      Position before = Position.START;
      try (LogCursor log = log(backend, "main", Position.START)) {
        for (StoredEvent event = log.next(); event != null; event = log.next()) {
          assertTrue(event.position().compareTo(before) > 0);
          before = event.position();
          boolean isX = event.stream().id().equals("x");
          assertEquals(isX ? x + 1 : y + 1, event.sequence());
          assertEquals(0, isX ? y % 3 : x % 3, "a commit was cut by another");
          x += isX ? 1 : 0;
          y += isX ? 0 : 1;
        }
      }
      assertTrue(x % 3 == 0 && y % 3 == 0, "half a commit at the end of the log");
      return y;
    });
  }

  @Test
  void c2_a_log_followed_from_horizon_to_horizon_misses_nothing() throws Exception {
    Backend backend = open();
    requireClaim(backend.info().globalLog(), "a log over all streams");
    ThreadLocal<Follower> followers = ThreadLocal.withInitial(Follower::new);
    whileCommitting(backend, () -> followers.get().follow(backend));
  }

  private static final class Follower {
    private Position after = Position.START;
    private long x;
    private long y;

    long follow(Backend backend) {
      try (LogCursor log = log(backend, "main", after)) {
        after = log.horizon();
        for (StoredEvent event = log.next(); event != null; event = log.next()) {
          long expected = event.stream().id().equals("x") ? ++x : ++y;
          assertEquals(expected, event.sequence());
        }
      }
      return y;
    }
  }

  @Test
  void c3_a_recovery_is_of_one_moment() throws Exception {
    Backend backend = open();
    StreamKey key = key("y");
    whileCommitting(backend, () -> {
      try (Recovery recovery = backend.recover(key, Long.MAX_VALUE)) {
        StreamHead head = recovery.head();
        assertEquals(0, head.last() % 3, "half a commit");
        assertEquals(head.last(), all(recovery.events()).size());
        return head.last();
      }
    });
  }

  @Test
  void c4_closing_under_load_ends_readers_and_the_writer_with_closed() throws Exception {
    Backend backend = open();
    CountDownLatch busy = new CountDownLatch(READERS + 1);
    List<Future<Void>> users = new ArrayList<>();
    users.add(threads.submit(untilClosed(busy, new Writer(backend, 0))));
    for (int number = 0; number < READERS; number++) {
      users.add(threads.submit(untilClosed(busy, () -> texts(backend, key("z")))));
    }
    assertTrue(busy.await(60, TimeUnit.SECONDS));
    backend.close();
    ended = true;
    for (Future<Void> each : users) {
      finish(each);
    }
    Backend again = open();
    assertEquals(head(again, key("z")).last(), texts(again, key("z")).size());
  }

  @Test
  void c5_closing_again_and_again_under_nine_threads_gives_nothing_but_closed() throws Exception {
    long stored = 0;
    for (int round = 0; round < Effort.closes(); round++) {
      ended = false;
      Backend backend = open();
      CountDownLatch busy = new CountDownLatch(9);
      Writer writer = new Writer(backend, stored);
      List<Future<Void>> users = new ArrayList<>();
      users.add(threads.submit(untilClosed(busy, writer)));
      for (Runnable each : readers(backend)) {
        users.add(threads.submit(untilClosed(busy, each)));
      }
      assertTrue(busy.await(60, TimeUnit.SECONDS));
      backend.close();
      ended = true;
      for (Future<Void> each : users) {
        finish(each);
      }
      try (Backend again = open()) {
        long last = head(again, key("z")).last();
        assertTrue(last >= writer.last && last <= writer.last + 1, last + " stored, acknowledged: " + writer.last);
        keepNewestNine(again, last);
        stored = last;
      }
    }
    note(Effort.closes() + " times closed under load");
  }

  /** Otherwise a thousand rounds of a fast backend would fill the heap. */
  private static void keepNewestNine(Backend backend, long last) {
    backend.commit(List.of(new Commit(key("z"), epoch(backend, key("z")), last, List.of(), Optional.of(snapshot(last)),
        new Retention.Keep(1, Math.max(0, last - 9), Position.END))));
  }

  @Test
  void c6_statistics_are_told_while_a_writer_commits() throws Exception {
    Backend backend = open();
    requireClaim(!backend.statistics().isEmpty(), "statistics");
    Set<String> names = backend.statistics().keySet();
    whileCommitting(backend, () -> {
      backend.statistics().forEach((name, value) -> {
        assertTrue(name.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*"), name);
        assertTrue(value >= 0, name + " is " + value);
      });
      assertEquals(names, backend.statistics().keySet());
      return head(backend, key("y")).last();
    });
  }

  @Test
  void c7_beside_a_writer_that_deletes_a_point_in_time_agrees_with_itself() throws Exception {
    Backend backend = open();
    Backend looking = open(BackendConfig.Mode.READ);
    List<Reader> readers = List.of(() -> requireAgreement(backend), () -> requireAgreement(looking));
    whileCommitting(backend, readers, round -> {
      long last = round * 3L + 3;
      return Stream.of("x", "y").map(id -> new Commit(key(id), epoch(backend, key(id)), last - 3,
          records("a", "b", "c"), Optional.of(snapshot(last)), new Retention.Keep(1, last - 3, Position.END)))
          .toList();
    });
  }

  /** Each batch leaves in both streams only the events and the snapshot of its commit. */
  private static long requireAgreement(Backend backend) {
    try (Backend moment = backend.pointInTime()) {
      List<StreamHead> heads = all(moment.streams("main", Optional.empty()));
      for (StreamHead head : heads) {
        assertEquals(heads.get(0).last(), head.last(), "the streams are of two moments");
        List<Long> left = LongStream.rangeClosed(head.last() - 2, head.last()).boxed().toList();
        assertEquals(left, sequences(moment.events(head.stream(), 1, Long.MAX_VALUE)));
        try (Recovery recovery = moment.recover(head.stream(), Long.MAX_VALUE)) {
          assertEquals(head, recovery.head());
          assertEquals(head.last(), recovery.snapshot().orElseThrow().sequence());
        }
      }
      if (moment.info().globalLog()) {
        assertEquals(heads.size() * 3L, all(moment.log("main", Position.START)).size());
      }
      return heads.isEmpty() ? 0 : heads.get(0).last();
    }
  }

  private static List<Runnable> readers(Backend backend) {
    return List.of(() -> texts(backend.events(key("z"), 1, 9)), () -> head(backend, key("z")),
        () -> firstFew(backend), () -> backend.stores(),
        () -> all(backend.streams("main", Optional.empty())), () -> backend.statistics(),
        () -> readWhole(backend),
        () -> backend.claim(key("of another"))); // claiming z would fence the writer where several may write
  }

  private static void readWhole(Backend backend) {
    try (Backend moment = backend.pointInTime()) {
      long last = head(moment, key("z")).last();
      assertEquals(last, texts(moment.events(key("z"), Math.max(1, last - 8), last)).size() + Math.max(0, last - 9));
    }
  }

  private static void firstFew(Backend backend) {
    try (Recovery recovery = backend.recover(key("z"), 0)) {
      for (int left = 9; left > 0 && recovery.events().next() != null; left--) {
        Thread.onSpinWait();
      }
    }
  }

  private Callable<Void> untilClosed(CountDownLatch busy, Runnable work) {
    return () -> {
      try {
        for (int round = 0; true; round++) {
          boolean closed = ended;
          work.run();
          assertTrue(!closed, "a call that came after the closing was served");
          if (round == 3) {
            busy.countDown();
          }
        }
      } catch (BackendException.Closed e) {
        return null;
      } finally {
        busy.countDown(); // where it failed, nobody waits for it
      }
    };
  }

  private static final class Writer implements Runnable {
    private final Backend backend;
    private volatile long last;

    Writer(Backend backend, long last) {
      this.backend = backend;
      this.last = last;
    }

    @Override
    public void run() {
      append(backend, key("z"), last, "event");
      last = last + 1;
    }
  }
}
