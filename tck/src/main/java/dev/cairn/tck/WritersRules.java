package dev.cairn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.BackendProvider;
import dev.cairn.spi.Claim;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.Retention;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Rules N: several sessions that write at the same time. */
abstract class WritersRules extends Rules {
  private static final StreamKey ONE = key("one");
  private static final int STEPS = 200;

  WritersRules(BackendProvider provider) {
    super(provider);
  }

  private void claimsSeveral() {
    requireClaim(multiProcess(), "several processes that write");
  }

  private List<Backend> sessions(int count) {
    claimsSeveral();
    List<Backend> sessions = new ArrayList<>();
    for (int left = count; left > 0; left--) {
      sessions.add(open());
    }
    return sessions;
  }

  private static Commit deleting(StreamKey stream, long last, long through) {
    return new Commit(stream, Commit.NO_EPOCH, last, List.of(), Optional.empty(),
        new Retention.Keep(9, through, Position.END));
  }

  @Test
  void n1_a_stream_moves_to_and_fro_and_no_epoch_is_given_twice() {
    List<Backend> sessions = sessions(3);
    append(sessions.get(0), ONE, 0, "0");
    Set<Long> given = new HashSet<>();
    Backend before = sessions.get(0);
    long old = before.claim(ONE).epoch();
    for (int move = 1; move <= 30; move++) {
      Backend next = sessions.get(move % 3);
      Claim claim = next.claim(ONE);
      assertTrue(given.add(claim.epoch()), "epoch " + claim.epoch() + " was given twice");
      assertEquals(move, claim.head().last());
      assertEquals(new CommitResult.Fenced(claim.epoch()),
          commit(before, Commit.append(ONE, old, move, records("late"))));
      store(next, Commit.append(ONE, claim.epoch(), move, records("" + move)));
      before = next;
      old = claim.epoch();
    }
    assertEquals(31, texts(sessions.get(0), ONE).size());
  }

  @Test
  void n2_a_claim_is_renewed_until_somebody_else_claims_and_renewing_takes_nothing() {
    List<Backend> sessions = sessions(2);
    Backend first = sessions.get(0);
    Backend second = sessions.get(1);
    append(first, ONE, 0, "a");
    long old = first.claim(ONE).epoch();
    assertEquals(old, first.renew(ONE, old).epoch());
    assertEquals(old, second.renew(ONE, old).epoch());
    long now = second.claim(ONE).epoch();
    assertEquals(now, assertThrows(BackendException.Fenced.class, () -> first.renew(ONE, old)).epoch());
    store(second, Commit.append(ONE, now, 1, records("b")));
    assertEquals(2, second.renew(ONE, now).head().last());
  }

  @Test
  void n3_sessions_write_side_by_side_and_an_opening_fences_nobody() {
    List<Backend> sessions = sessions(2);
    append(sessions.get(0), ONE, 0, "a");
    append(sessions.get(1), key("two"), 0, "x");
    long one = sessions.get(0).claim(ONE).epoch();
    long two = sessions.get(1).claim(key("two")).epoch();
    Backend third = open();
    store(sessions.get(0), Commit.append(ONE, one, 1, records("b")));
    store(sessions.get(1), Commit.append(key("two"), two, 1, records("y")));
    third.close();
    store(sessions.get(0), Commit.append(ONE, one, 2, records("c")));
    assertEquals(List.of("a", "b", "c"), texts(sessions.get(1), ONE));
    assertEquals(List.of("x", "y"), texts(sessions.get(0), key("two")));
  }

  @Test
  void n4_positions_are_in_the_order_of_the_commits_of_all_sessions() {
    List<Backend> sessions = sessions(3);
    List<Position> given = new ArrayList<>();
    for (int event = 0; event < 30; event++) {
      Backend session = sessions.get(event % 7 % 3);
      given.add(append(session, key("s" + event % 7 % 3), head(session, key("s" + event % 7 % 3)).last(), "e"));
    }
    assertEquals(given.stream().sorted().distinct().toList(), given);
    for (Backend session : sessions) {
      assertEquals(given, all(log(session, "main", Position.START)).stream().map(StoredEvent::position).toList());
    }
  }

  @Test
  void n5_a_reader_skips_nothing_while_several_write() throws Exception {
    List<Backend> sessions = sessions(3);
    Backend reader = open(BackendConfig.Mode.READ);
    List<Thread> writers = new ArrayList<>();
    for (int number = 0; number < sessions.size(); number++) {
      Backend session = sessions.get(number);
      StreamKey stream = key("s" + number);
      writers.add(Thread.ofPlatform().start(() -> {
        long epoch = session.claim(stream).epoch();
        for (int event = 0; event < 100; event++) {
          session.commit(List.of(Commit.append(stream, epoch, event, records("" + event))));
        }
      }));
    }
    List<Position> read = new ArrayList<>();
    Position from = Position.START;
    boolean over = false;
    while (!over) {
      over = writers.stream().noneMatch(Thread::isAlive); // asked before the last look
      try (LogCursor log = reader.log("main", from)) {
        for (StoredEvent event = log.next(); event != null; event = log.next()) {
          read.add(event.position());
        }
        from = log.horizon();
      }
    }
    for (Thread writer : writers) {
      writer.join();
    }
    assertEquals(300, read.size());
    assertEquals(all(reader.log("main", Position.START)).stream().map(StoredEvent::position).toList(), read);
  }

  @Test
  void n6_sessions_that_fight_for_a_stream_make_one_history() throws Exception {
    List<Backend> sessions = sessions(3);
    append(sessions.get(0), ONE, 0, "begin");
    Map<Long, String> stored = new HashMap<>(Map.of(1L, "begin"));
    CyclicBarrier claimed = new CyclicBarrier(sessions.size());
    List<Thread> writers = new ArrayList<>();
    for (int number = 0; number < sessions.size(); number++) {
      Backend session = sessions.get(number);
      String name = "session " + number + " ";
      writers.add(Thread.ofPlatform().start(() -> {
        for (int turn = 0; turn < 40; turn++) {
          Claim claim = session.claim(ONE);
          long last = claim.head().last();
          await(claimed, turn);
          if (commit(session, Commit.append(ONE, claim.epoch(), last,
              records(name + turn))) instanceof CommitResult.Stored) {
            synchronized (stored) {
              assertEquals(null, stored.put(last + 1, name + turn));
            }
          }
        }
      }));
    }
    for (Thread writer : writers) {
      writer.join();
    }
    List<String> history = texts(sessions.get(1), ONE);
    assertEquals(stored.size(), history.size());
    for (int at = 0; at < history.size(); at++) {
      assertEquals(stored.get(at + 1L), history.get(at));
    }
  }

  /** In every second turn all have claimed before one commits. */
  private static void await(CyclicBarrier claimed, int turn) {
    try {
      if (turn % 2 == 0) {
        claimed.await(60, TimeUnit.SECONDS);
      }
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new AssertionError("Another session has ended.", e);
    }
  }

  @Test
  void n7_what_a_session_hands_in_after_it_was_settled_is_never_stored() {
    List<Backend> sessions = sessions(2);
    Backend lost = sessions.get(0);
    append(lost, ONE, 0, "a");
    long epoch = lost.claim(ONE).epoch();
    sessions.get(1).settle(lost.info().generation());
    assertThrows(BackendException.class, () -> lost.commit(List.of(Commit.append(ONE, epoch, 1, records("late")))));
    assertThrows(BackendException.class, () -> lost.commit(List.of(Commit.append(key("new"), 7, 0, records("late")))));
    assertEquals(List.of("a"), texts(sessions.get(1), ONE));
    sessions.get(1).settle(lost.info().generation());
    sessions.get(1).settle(Long.MAX_VALUE);
    store(sessions.get(1), Commit.append(ONE, sessions.get(1).renew(ONE, epoch).epoch(), 1, records("goes on")));
    assertEquals(List.of("main"), sessions.get(1).stores());
    assertEquals(0, head(sessions.get(1), key("new")).last());
  }

  @Test
  void n8_no_session_deletes_what_a_reader_of_another_one_holds() {
    List<Backend> sessions = sessions(2);
    Backend reading = sessions.get(0);
    Backend writing = sessions.get(1);
    List<Position> positions = new ArrayList<>();
    for (int event = 0; event < 6; event++) {
      positions.add(append(writing, ONE, event, "" + (event + 1)));
    }
    reading.hold("main", "reader", positions.get(1));
    reading.hold("main", "reader", positions.get(3));
    reading.hold("other", "reader", Position.START);
    store(writing, keeping(writing, ONE, 6, 1, 6));
    assertEquals(List.of("3", "4", "5", "6"), texts(writing, ONE));
    reading.hold("main", "slower", positions.get(2));
    reading.release("main", "reader", Optional.of(positions.get(4)));
    store(writing, deleting(ONE, 6, 6));
    assertEquals(List.of("4", "5", "6"), texts(reading, ONE));
    reading.release("main", "slower", Optional.empty());
    store(writing, deleting(ONE, 6, 6));
    assertEquals(List.of("6"), texts(reading, ONE));
    reading.release("main", "reader", Optional.empty());
    store(writing, deleting(ONE, 6, 6));
    assertEquals(List.of(), texts(reading, ONE));
  }

  @Test
  void n9_letting_events_go_fences_nobody() {
    List<Backend> sessions = sessions(2);
    Backend owner = sessions.get(0);
    fill(owner, ONE, 4);
    long epoch = owner.claim(ONE).epoch();
    store(owner, new Commit(ONE, epoch, 4, List.of(), Optional.of(snapshot(4)), Retention.ALL));
    store(sessions.get(1), deleting(ONE, 4, 3));
    assertEquals(epoch, owner.renew(ONE, epoch).epoch());
    store(owner, Commit.append(ONE, epoch, 4, records("5")));
    assertEquals(List.of("4", "5"), texts(owner, ONE));
  }

  @Test
  void n10_a_hold_comes_before_a_deletion_or_is_told_of_it() throws Exception {
    List<Backend> sessions = sessions(2);
    for (int race = 0; race < 20; race++) {
      StreamKey stream = new StreamKey("race" + race, "thing", "one");
      fill(sessions.get(1), stream, 3);
      store(sessions.get(1), keeping(sessions.get(1), stream, 3, 1, 0));
      Thread deletion = Thread.ofPlatform().unstarted(() -> sessions.get(1).commit(List.of(deleting(stream, 3, 3))));
      if (race % 2 == 0) {
        deletion.start();
      }
      sessions.get(0).hold(stream.store(), "reader", Position.START);
      boolean told;
      try (LogCursor log = sessions.get(0).log(stream.store(), Position.START)) {
        told = log.deletedThrough().compareTo(Position.START) > 0;
      }
      if (race % 2 == 1) {
        deletion.start();
      }
      deletion.join();
      assertEquals(told ? 0 : 3, texts(sessions.get(0), stream).size(), "race " + race + ", told " + told);
    }
  }

  @Test
  void n11_any_history_of_several_sessions_is_answered_as_the_model_answers_it() throws Exception {
    claimsSeveral();
    runSeeded(seed -> {
      SplittableRandom seeds = new SplittableRandom(seed);
      for (int number = 0; number < Effort.histories(); number++) {
        history(number, seeds.split());
      }
    });
  }

  private void history(int number, SplittableRandom random) {
    Model model = new Model();
    History history = new History(random);
    List<Backend> sessions = new ArrayList<>();
    for (int left = 3; left > 0; left--) {
      sessions.add(openOne(number));
    }
    for (int step = 0; step < STEPS; step++) {
      String where = "history " + number + ", step " + step;
      int chosen = random.nextInt(3);
      if (random.nextInt(25) == 0) {
        sessions.get(chosen).close();
        sessions.set(chosen, openOne(number));
      }
      Backend session = sessions.get(chosen);
      List<Commit> list = new ArrayList<>();
      for (int left = random.nextInt(1, 4); left > 0; left--) {
        list.add(history.next(model, session));
      }
      Map<StreamKey, Backend> owners = steal(list, model, sessions.get(random.nextInt(3)), session, random);
      List<CommitResult> results = session.commit(list);
      for (int at = 0; at < list.size(); at++) {
        Commit commit = list.get(at);
        assertEquals(model.commit(commit, owners.getOrDefault(commit.stream(), session), results.get(at)),
            assertInstanceOf(CommitResult.class, results.get(at)), where);
      }
      if (random.nextInt(6) == 0) {
        model.compare(sessions.get(random.nextInt(3)), where);
      }
    }
    model.compare(sessions.get(0), "the end of history " + number);
    sessions.forEach(Backend::close);
  }

  /** Sometimes another session claims the streams of a batch before it comes. */
  private static Map<StreamKey, Backend> steal(List<Commit> list, Model model, Backend thief, Backend owner,
      SplittableRandom random) {
    Map<StreamKey, Backend> owners = new HashMap<>();
    if (thief != owner && random.nextInt(4) == 0) {
      for (Commit commit : list) {
        if (model.head(commit.stream()).last() > 0) {
          epoch(thief, commit.stream());
          owners.put(commit.stream(), thief);
        }
      }
    }
    return owners;
  }

  private Backend openOne(int number) {
    return open(folder.resolve("history-" + number), BackendConfig.Mode.CREATE, Map.of());
  }
}
