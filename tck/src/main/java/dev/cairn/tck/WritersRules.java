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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
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

  /** After each round there is a look between the events of that round and those of the next one. */
  @Test
  void n5_a_reader_skips_nothing_while_several_write() throws Exception {
    List<Backend> sessions = sessions(3);
    Backend reader = open(BackendConfig.Mode.READ);
    List<Long> epochs = finish(together(sessions, number -> sessions.get(number).claim(numbered(number)).epoch()));
    List<Position> read = new ArrayList<>();
    Position from = Position.START;
    for (int round = 0; round < 10; round++) {
      long last = round * 10L;
      List<Future<Integer>> writers = together(sessions, number -> {
        for (long event = last; event < last + 10; event++) {
          store(sessions.get(number), Commit.append(numbered(number), epochs.get(number), event, records("" + event)));
        }
        return number;
      });
      boolean over = false;
      while (!over) {
        over = writers.stream().allMatch(Future::isDone); // asked before the last look
        from = readOn(reader, from, read);
      }
      finish(writers);
    }
    assertEquals(300, read.size());
    assertEquals(all(reader.log("main", Position.START)).stream().map(StoredEvent::position).toList(), read);
  }

  private static StreamKey numbered(int number) {
    return key("s" + number);
  }

  private static Position readOn(Backend reader, Position from, List<Position> read) {
    try (LogCursor log = reader.log("main", from)) {
      for (StoredEvent event = log.next(); event != null; event = log.next()) {
        read.add(event.position());
      }
      return log.horizon();
    }
  }

  /** The work of one session, by its number. */
  private interface Work<T> {
    T run(int number) throws Exception;
  }

  private static <T> List<Future<T>> together(List<Backend> sessions, Work<T> work) {
    List<Future<T>> running = new ArrayList<>();
    for (int each = 0; each < sessions.size(); each++) {
      int number = each;
      FutureTask<T> task = new FutureTask<>(() -> work.run(number));
      Thread.ofPlatform().daemon().start(task);
      running.add(task);
    }
    return running;
  }

  /** Waits for each session; the failure of one fails the rule. */
  private static <T> List<T> finish(List<? extends Future<T>> running) throws Exception {
    List<T> results = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    for (Future<T> each : running) {
      try {
        results.add(each.get(60, TimeUnit.SECONDS));
      } catch (ExecutionException e) {
        failures.add(e.getCause());
      }
    }
    if (!failures.isEmpty()) {
      AssertionError failed = new AssertionError("Sessions failed: " + failures);
      failures.forEach(failed::addSuppressed);
      throw failed;
    }
    return results;
  }

  @Test
  void n6_sessions_that_fight_for_a_stream_make_one_history() throws Exception {
    List<Backend> sessions = sessions(3);
    append(sessions.get(0), ONE, 0, "begin");
    CyclicBarrier claimed = new CyclicBarrier(sessions.size());
    List<String> told = new ArrayList<>(List.of("1 begin"));
    finish(together(sessions, number -> fight(sessions.get(number), "session " + number, claimed)))
        .forEach(told::addAll);
    List<StoredEvent> history = all(sessions.get(1).events(ONE, 1, Long.MAX_VALUE));
    assertEquals(LongStream.rangeClosed(1, history.size()).boxed().toList(),
        history.stream().map(StoredEvent::sequence).toList());
    assertEquals(history.stream().map(event -> event.sequence() + " "
        + new String(event.record(), StandardCharsets.UTF_8)).sorted().toList(), told.stream().sorted().toList());
  }

  /** Returns what the session was told to be stored. In every second turn all have claimed before one commits. */
  private static List<String> fight(Backend session, String name, CyclicBarrier claimed) throws Exception {
    List<String> told = new ArrayList<>();
    for (int turn = 0; turn < 40; turn++) {
      Claim claim = session.claim(ONE);
      if (turn % 2 == 0) {
        claimed.await(30, TimeUnit.SECONDS);
      }
      long last = claim.head().last();
      String text = name + " " + turn;
      if (commit(session, Commit.append(ONE, claim.epoch(), last, records(text))) instanceof CommitResult.Stored) {
        told.add(last + 1 + " " + text);
      }
    }
    return told;
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

  /** In every second race the hold has returned before the deletion begins. */
  @Test
  void n10_a_hold_comes_before_a_deletion_or_is_told_of_it() throws Exception {
    List<Backend> sessions = sessions(2);
    for (int race = 0; race < 20; race++) {
      StreamKey stream = new StreamKey("race" + race, "thing", "one");
      fill(sessions.get(1), stream, 3);
      store(sessions.get(1), keeping(sessions.get(1), stream, 3, 1, 0));
      FutureTask<Position> deletion = new FutureTask<>(() -> store(sessions.get(1), deleting(stream, 3, 3)));
      if (race % 2 == 0) {
        Thread.ofPlatform().daemon().start(deletion);
      }
      sessions.get(0).hold(stream.store(), "reader", Position.START);
      boolean told;
      try (LogCursor log = sessions.get(0).log(stream.store(), Position.START)) {
        told = log.deletedThrough().compareTo(Position.START) > 0;
      }
      if (race % 2 == 1) {
        deletion.run();
      }
      finish(List.of(deletion));
      assertEquals(told ? 0 : 3, texts(sessions.get(0), stream).size(), "race " + race + ", told " + told);
    }
  }

  @Test
  void n11_any_history_of_several_sessions_is_answered_as_the_model_answers_it() throws Exception {
    claimsSeveral();
    runHistories(this::history);
  }

  private void history(int number, SplittableRandom random) {
    Model model = new Model();
    History history = new History(random);
    List<Backend> sessions = new ArrayList<>();
    for (int left = 3; left > 0; left--) {
      sessions.add(openHistory(number));
    }
    for (int step = 0; step < STEPS; step++) {
      String where = "history " + number + ", step " + step;
      int chosen = random.nextInt(3);
      if (random.nextInt(25) == 0) {
        sessions.get(chosen).close();
        sessions.set(chosen, openHistory(number));
      }
      Backend session = sessions.get(chosen);
      List<Commit> list = history.batch(model, session);
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

  @Test
  void n12_in_a_simulation_of_three_processes_every_call_agrees_with_the_model() {
    claimsSeveral();
    long first = Effort.firstSimulation();
    for (long seed = first; seed < first + Effort.simulations(); seed++) {
      Path location = folder.resolve("simulation-" + seed);
      Simulation.run(seed, () -> open(location, BackendConfig.Mode.CREATE, Optional.empty()));
    }
    note(Effort.simulations() + " simulations, from seed " + first);
  }
}
