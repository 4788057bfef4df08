package dev.cairn.impl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.AlreadyDone;
import dev.cairn.api.CairnListener;
import dev.cairn.impl.Ledger.Add;
import dev.cairn.impl.Ledger.AddAll;
import dev.cairn.impl.Ledger.Total;
import dev.cairn.impl.observe.StoreObserver;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.BackendInfo;
import dev.cairn.testkit.Call;
import dev.cairn.testkit.Fault;
import dev.cairn.testkit.FaultyStore;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What a listener and a flight recorder see of the store. */
@Isolated("It records what the whole process does.")
class ObservedStoreTest {
  @TempDir
  Path data;

  private static final class Heard implements CairnListener {
    final Queue<Object> events = new ConcurrentLinkedQueue<>();

    @Override
    public void persisted(Persisted event) {
      events.add(event);
    }

    @Override
    public void committed(Committed event) {
      events.add(event);
    }

    @Override
    public void recovered(Recovered event) {
      events.add(event);
    }

    @Override
    public void snapshotStored(SnapshotStored event) {
      events.add(event);
    }

    @Override
    public void snapshotFailed(SnapshotFailed event) {
      events.add(event);
    }

    @Override
    public void storeLost(StoreLost event) {
      events.add(event);
    }

    @Override
    public void storeReopened(StoreReopened event) {
      events.add(event);
    }

    <T> List<T> of(Class<T> type) {
      return events.stream().filter(type::isInstance).map(type::cast).toList();
    }
  }

  @Test
  void a_listener_hears_of_persists_groups_recoveries_snapshots_and_failures() {
    Heard heard = new Heard();
    FaultyStore store = FaultyStore.over("sqlite");
    try (ActorSystem system = ActorSystem.builder().data(data).backend(store).listener(heard).open()) {
      system.entity(Ledger.TYPE, "1").ask(new Add(1));
      system.entity(Ledger.TYPE, "1").ask(new AddAll(List.of(2L, 3L)));
      store.next(Call.COMMIT, Fault.after());
      system.entity(Ledger.TYPE, "1").ask(new Add(4));
    }
    assertEquals(List.of("/ledger/1 1 1", "/ledger/1 3 2", "/ledger/1 4 1"), heard.of(CairnListener.Persisted.class)
        .stream().map(event -> event.path() + " " + event.sequence() + " " + event.events()).toList());
    List<CairnListener.Committed> groups = heard.of(CairnListener.Committed.class);
    assertTrue(groups.size() >= 2, groups.toString());
    assertTrue(groups.stream().allMatch(group -> group.synced() && group.commits() == 1 && group.bytes() > 0));
    assertTrue(groups.stream().anyMatch(group -> group.events() == 2));
    assertEquals(1, heard.of(CairnListener.StoreLost.class).size());
    assertEquals(1, heard.of(CairnListener.StoreReopened.class).size());
    assertEquals(List.of(4L), heard.of(CairnListener.SnapshotStored.class).stream()
        .map(CairnListener.SnapshotStored::sequence).toList());
    try (ActorSystem system = ActorSystem.builder().data(data).backend(store).listener(heard).open()) {
      system.entity(Ledger.TYPE, "1").ask(new Total());
      system.entity(Ledger.TYPE, "1").ask(new Add(5));
      store.every(Call.COMMIT, Fault.before());
    }
    CairnListener.Recovered recovered = heard.of(CairnListener.Recovered.class).getLast();
    assertEquals(4, recovered.snapshot());
    assertEquals(0, recovered.events());
    assertEquals(1, heard.of(CairnListener.SnapshotFailed.class).size());
  }

  private static final class Measuring implements CairnListener {
    final Queue<Measured> heard = new ConcurrentLinkedQueue<>();

    @Override
    public void measured(Measured event) {
      heard.add(event);
    }
  }

  @Test
  void a_listener_hears_what_the_backend_counts_with_the_first_list_and_at_the_end() {
    Measuring listener = new Measuring();
    try (ActorSystem system = ActorSystem.builder().data(data).backend("sqlite").listener(listener).open()) {
      for (long amount = 1; amount <= 20; amount++) {
        system.entity(Ledger.TYPE, "1").ask(new Add(amount));
      }
      assertEquals(1, listener.heard.size());
    }
    assertEquals(2, listener.heard.size());
    assertTrue(listener.heard.stream().allMatch(event -> event.backend().equals("sqlite")));
    List<Long> values = listener.heard.stream().map(event -> event.values().get("wal-bytes")).toList();
    assertTrue(values.get(1) > values.get(0), values::toString);
  }

  @Test
  void a_backend_that_cannot_say_what_it_counts_changes_nothing() {
    Measuring listener = new Measuring();
    new StoreObserver(List.of(listener)).measure(counting(() -> {
      throw new BackendException.Unavailable("no answer", null);
    }));
    assertEquals(0, listener.heard.size());
  }

  @Test
  void what_the_backend_counts_is_told_about_once_a_minute() {
    Measuring listener = new Measuring();
    StoreObserver observer = new StoreObserver(List.of(listener));
    long now = System.nanoTime();
    Backend backend = counting(() -> Map.of("lists", 7L));
    for (int second = 1; second <= 130; second++) {
      observer.stored(backend, now + TimeUnit.SECONDS.toNanos(second));
    }
    assertEquals(Collections.nCopies(3, new CairnListener.Measured("counting", Map.of("lists", 7L))),
        List.copyOf(listener.heard));
  }

  private static Backend counting(Supplier<Map<String, Long>> statistics) {
    return (Backend) Proxy.newProxyInstance(Backend.class.getClassLoader(), new Class<?>[] { Backend.class },
        (proxy, method, arguments) -> method.getName().equals("info")
            ? BackendInfo.embedded("counting").build()
            : statistics.get());
  }

  @Test
  void a_recording_shows_persists_commits_recoveries_and_snapshots_and_no_payload() throws IOException {
    Path file = data.resolve("recording.jfr");
    try (Recording recording = new Recording()) {
      for (String name : List.of("Persist", "Commit", "Recovery", "Snapshot", "Statistic")) {
        recording.enable("dev.cairn." + name);
      }
      recording.start();
      for (int i = 0; i < 2; i++) {
        try (ActorSystem system = ActorSystem.builder().data(data).backend("sqlite").open()) {
          system.entity(Ledger.TYPE, "1").ask("a command id", new Add(771_771_771L));
          system.entity(Ledger.TYPE, "1").ask(new Add(1));
        } catch (AlreadyDone done) {
          // the second time
        }
      }
      recording.dump(file);
    }
    List<RecordedEvent> events = RecordingFile.readAllEvents(file);
    assertEquals(
        List.of("dev.cairn.Commit", "dev.cairn.Persist", "dev.cairn.Recovery", "dev.cairn.Snapshot",
            "dev.cairn.Statistic"),
        events.stream().map(event -> event.getEventType().getName()).filter(name -> name.startsWith("dev.cairn."))
            .distinct().sorted().toList());
    assertTrue(events.stream().filter(event -> event.getEventType().getName().equals("dev.cairn.Commit"))
        .allMatch(commit -> commit.getInt("commits") == 1 && commit.getLong("bytes") > 0 && commit.getBoolean("synced")
            && commit.getDuration("queued").isPositive() && commit.getDuration("took").isPositive()));
    String shown = events.stream().map(RecordedEvent::toString).collect(Collectors.joining());
    assertTrue(shown.contains("/ledger/1"));
    assertTrue(!shown.contains("771771771") && !shown.contains("a command id"));
    assertTrue(!new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains("a command id"));
  }
}
