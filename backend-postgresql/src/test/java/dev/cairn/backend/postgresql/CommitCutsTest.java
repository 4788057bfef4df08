package dev.cairn.backend.postgresql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.StreamKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The network is cut at every kind of byte of a commit, while another session writes. The next session settles the one
 * that was cut off: from then on the events are there, both, or never will be. {@code -Dcairn.cuts} makes it more cuts.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class CommitCutsTest {
  private static final int CUTS = Integer.getInteger("cairn.cuts", 5);
  private static final StreamKey OTHER = new StreamKey("main", "thing", "other");

  @TempDir
  Path folder;

  private final SplittableRandom random = new SplittableRandom(Long.getLong("cairn.cuts.seed", System.nanoTime()));
  private final List<String> told = new ArrayList<>();
  private long epoch;
  private volatile boolean over;
  private int stored;

  /** Where a commit is cut, which sends some bytes in its ways to the server and gets some bytes of answers. */
  private enum Cut {
    BEFORE, WITHIN, LAST_BYTE, WITHIN_ANSWER, LAST_BYTE_OF_ANSWER;

    void prepare(Wire wire, Size size, SplittableRandom random) {
      long asked = size.asked();
      long answered = size.answered();
      switch (this) {
        case BEFORE -> wire.cutAfterAsking(0);
        case WITHIN -> wire.cutAfterAsking(random.nextLong(1, asked - 1));
        case LAST_BYTE -> wire.cutAfterAsking(asked - 1);
        case WITHIN_ANSWER -> wire.cutAfterAnswering(random.nextLong(answered - 1));
        case LAST_BYTE_OF_ANSWER -> wire.cutAfterAnswering(answered - 1);
      }
    }

    /** Whether a commit that was cut here may be stored, or not stored. */
    boolean allows(boolean stored) {
      return stored ? this != BEFORE : this != LAST_BYTE_OF_ANSWER;
    }
  }

  private Location location(Wire wire, String writers) {
    return Location.fresh(folder.resolve("data")).with("url", wire.url()).with("writers", writers);
  }

  @ParameterizedTest
  @ValueSource(strings = { "many", "one" })
  void a_commit_that_is_cut_anywhere_is_stored_whole_or_never(String writers, TestReporter reporter) throws Exception {
    try (Wire wire = new Wire(TestServer.port())) {
      Location location = location(wire, writers);
      Backend session = begin(location, 0);
      Thread other = writers.equals("many") ? writeBeside(location) : Thread.ofVirtual().start(() -> {});
      try {
        for (int cut = 0; cut < CUTS; cut++) {
          session = cut(location, session, wire, Cut.values()[cut % Cut.values().length]);
        }
      } finally {
        over = true;
        other.join();
      }
      assertEquals(told, Location.texts(session));
      session.close();
      assertTrue(stored > 0 && stored < CUTS, stored + " of " + CUTS + " were stored");
      reporter.publishEntry("cuts", CUTS + ", " + stored + " commits were stored");
    }
  }

  private Backend begin(Location location, long former) {
    Backend session = location.open();
    if (former == 0) {
      epoch = session.claim(Location.ONE).epoch();
    } else {
      session.settle(former);
      epoch = session.renew(Location.ONE, epoch).epoch();
    }
    return session;
  }

  private Thread writeBeside(Location location) {
    return Thread.ofPlatform().start(() -> {
      try (Backend beside =
          location.in(folder.resolve("beside")).with("url", TestServer.url()).open()) {
        long own = beside.claim(OTHER).epoch();
        for (long last = 0; !over; last++) {
          Commit commit = Commit.append(OTHER, own, last, List.of(new byte[10]));
          assertInstanceOf(CommitResult.Stored.class, beside.commit(List.of(commit)).get(0));
        }
      }
    });
  }

  private List<CommitResult> append(Backend session, String first, String second) {
    return session.commit(List.of(Commit.append(Location.ONE, epoch, told.size(),
        List.of(first.getBytes(StandardCharsets.UTF_8), second.getBytes(StandardCharsets.UTF_8)))));
  }

  private void appendWell(Backend session) {
    assertInstanceOf(CommitResult.Stored.class, append(session, name(1), name(2)).get(0));
    told.addAll(List.of(name(1), name(2)));
  }

  private String name(int more) {
    return "event %05d".formatted(told.size() + more);
  }

  /** What a commit sends and is answered. */
  private record Size(long asked, long answered) {}

  /** The first commits of a session prepare statements, and its connections for reading come up. */
  private Size sizeOfCommit(Backend session, Wire wire) {
    Size before = new Size(0, 0);
    for (int same = 0; same < 2;) {
      long asked = wire.asked();
      long answered = wire.answered();
      appendWell(session);
      Size size = new Size(wire.asked() - asked, wire.answered() - answered);
      same = size.equals(before) ? same + 1 : 0;
      before = size;
    }
    return before;
  }

  private Backend cut(Location location, Backend session, Wire wire, Cut cut) {
    cut.prepare(wire, sizeOfCommit(session, wire), random);
    assertThrows(BackendException.Unavailable.class, () -> append(session, name(1), name(2)));
    wire.letThrough();
    long former = session.info().generation();
    session.close();
    Backend next = begin(location, former);
    look(next, cut);
    return next;
  }

  /** The truth is what the next session finds, at once and for ever. */
  private void look(Backend next, Cut cut) {
    List<String> texts = Location.texts(next);
    boolean isStored = texts.size() > told.size();
    assertTrue(cut.allows(isStored), () -> cut + ", and stored: " + isStored);
    if (isStored) {
      told.addAll(List.of(name(1), name(2)));
      stored++;
    }
    assertEquals(told, texts);
  }

  @ParameterizedTest
  @ValueSource(doubles = { 0, 0.7 })
  void a_commit_that_the_network_delivers_late_is_never_stored(double part) {
    try (Wire wire = new Wire(TestServer.port())) {
      Location location = location(wire, "many");
      Backend session = begin(location.with("timeout-seconds", "2"), 0);
      wire.holdAfterAsking((long) (part * sizeOfCommit(session, wire).asked()));
      assertThrows(BackendException.Unavailable.class, () -> append(session, "late", "late"));
      Location direct = location.with("url", TestServer.url());
      try (Backend next = begin(direct, session.info().generation())) {
        assertEquals(told, Location.texts(next));
        wire.letThrough();
        session.close();
        appendWell(next);
        assertEquals(told, Location.texts(next));
      }
    }
  }
}
