package dev.cairn.impl.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.StoreRefused;
import dev.cairn.impl.ChildPath;
import dev.cairn.impl.Ledger;
import dev.cairn.impl.Ledger.Sum;
import dev.cairn.impl.Ledger.Total;
import dev.cairn.impl.Patience;
import dev.cairn.impl.SmallDisk;
import dev.cairn.impl.copy.LocationHandover.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A process that hands its location over, killed at each step ({@code -Dcairn.handover.kills=all}, a few without), and
 * a disk that is too small.
 */
@Timeout(120)
class KilledHandoverTest {
  private static final String SMALL_DISK = "mount -t tmpfs -o size=400k none \"$0\" && exec \"$@\"";

  @TempDir
  Path folder;

  private final Map<String, Long> told = new ConcurrentHashMap<>();
  private final Map<String, Long> taken = new ConcurrentHashMap<>();
  private final List<String> gaps = new ArrayList<>();

  static Stream<Step> steps() {
    return System.getProperty("cairn.handover.kills", "").equals("all") ? Arrays.stream(Step.values())
        : Stream.of(Step.COMPLETE, Step.DECIDED);
  }

  private static List<String> child(Object... arguments) {
    return ChildPath.command(KilledHandover.class, arguments);
  }

  private static Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private void note(String line) {
    String[] parts = line.split(" ");
    long number = Long.parseLong(parts[2]);
    if (parts[0].equals("told")) {
      told.put(parts[1], number);
    } else {
      take(parts[1], number);
    }
  }

  private void take(String id, long sequence) {
    Long before = taken.put(id, sequence);
    if (before != null && sequence > before + 1) {
      gaps.add("event " + sequence + " of " + id + " after " + before);
    }
  }

  @ParameterizedTest
  @MethodSource("steps")
  void one_location_is_the_true_one_whenever_the_process_dies_and_it_has_all_that_was_acknowledged(Step step)
      throws Exception {
    Path before = folder.resolve("before");
    Path after = folder.resolve("after");
    Process process = start(child(before, "sqlite", after, "rocksdb", step));
    try (var said = process.inputReader()) {
      said.lines().filter(line -> line.split(" ").length == 3).forEach(this::note);
    }
    assertEquals(KilledHandover.KILLED, process.waitFor());
    boolean moved = step.compareTo(Step.DECIDED) >= 0;
    if (moved) {
      StoreRefused refused =
          assertThrows(StoreRefused.class, () -> ActorSystem.builder().data(before).backend("sqlite").open());
      assertTrue(refused.getMessage().contains(after.toString()), refused::getMessage);
    } else {
      StoreRefused refused =
          assertThrows(StoreRefused.class, () -> ActorSystem.builder().data(after).backend("rocksdb").open());
      assertTrue(refused.getMessage().contains("unfinished copy"), refused::getMessage);
    }
    try (ActorSystem system = ActorSystem.builder().data(moved ? after : before).open()) {
      system.log("main").follow("reader", event -> take(event.id(), event.sequence()));
      goOn(system);
      if (!moved) {
        KilledHandover.to(system, after, "rocksdb", later -> {}).run();
        goOn(system);
      }
      Patience.until(() -> told.entrySet().stream().allMatch(each -> each.getValue().equals(taken.get(each.getKey()))));
    }
    assertEquals(List.of(), gaps);
  }

  /** Of an actor whose process was killed, one more may be stored than was acknowledged. */
  private void goOn(ActorSystem system) {
    for (String id : told.keySet()) {
      Sum sum = system.entity(Ledger.TYPE, id).ask(new Total());
      assertEquals(sum.events(), sum.total());
      assertTrue(told.get(id) <= sum.total() && sum.total() <= told.get(id) + 1, id + ": " + sum + ", told " + told);
      told.put(id, system.entity(Ledger.TYPE, id).ask(new Ledger.Add(1)));
    }
  }

  @Test
  void a_full_disk_leaves_the_system_where_it_is_and_it_hands_over_when_there_is_space() throws Exception {
    Path disk = Files.createDirectories(folder.toRealPath().resolve("disk"));
    List<String> command = SmallDisk.command(SMALL_DISK, disk,
        child(folder.resolve("before"), "rocksdb", disk.resolve("after"), "sqlite", "FULL"));
    Process process = start(command);
    List<String> said = process.inputReader().lines().toList();
    assertEquals(0, process.waitFor(), said::toString);
    assertTrue(said.getFirst().startsWith("The store in " + disk), said::toString);
    assertEquals("10001", said.getLast());
  }
}
