package dev.cairn.impl.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.StoreCopy;
import dev.cairn.api.StoreRefused;
import dev.cairn.impl.ChildPath;
import dev.cairn.impl.Ledger;
import dev.cairn.impl.Ledger.Sum;
import dev.cairn.impl.Ledger.Total;
import dev.cairn.impl.SmallDisk;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A copy that follows, and its writer, killed in each phase; and a disk that is too small for the copy. */
@Timeout(120)
class KilledFollowerTest {
  private static final String SMALL_DISK = "mount -t tmpfs -o size=400k none \"$0\" && (\"$@\"; test $? -eq 2)"
      + " && mount -o remount,size=64m \"$0\" && exec \"$@\"";

  @TempDir
  Path folder;

  private final AtomicLongArray acknowledged = new AtomicLongArray(KilledFollower.ACTORS);

  private static List<String> child(Object... arguments) {
    return ChildPath.command(KilledFollower.class, arguments);
  }

  private static Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private Thread note(Process writer) {
    return Thread.ofPlatform().start(() -> writer.inputReader().lines().forEach(line -> {
      String[] parts = line.split(" ");
      acknowledged.set(Integer.parseInt(parts[0]), Long.parseLong(parts[1]));
    }));
  }

  private static void goOn(Process waiting) throws IOException {
    waiting.getOutputStream().write('\n');
    waiting.getOutputStream().flush();
  }

  private static void killAt(Process follower, Object line) throws Exception {
    try (BufferedReader said = follower.inputReader()) {
      assertTrue(said.lines().anyMatch(line.toString()::equals), "it ended before it said " + line);
    } finally {
      follower.destroyForcibly().waitFor();
    }
  }

  @Test
  void a_copy_goes_on_whoever_is_killed_and_ends_with_all_that_was_acknowledged_once() throws Exception {
    Path original = folder.resolve("original");
    Path copy = folder.resolve("copy");
    List<String> writing = child("write", original, "sqlite");
    List<String> following = child("follow", original, copy, "rocksdb", 1500);
    Process first = start(writing);
    Thread noted = note(first);
    while (acknowledged.get(0) == 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    killAt(start(following), StoreCopy.Phase.COPYING);
    assertThrows(StoreRefused.class, () -> ActorSystem.builder().data(copy).open());
    killAt(start(following), KilledFollower.CAUGHT_UP);
    Process follower = start(following);
    first.destroyForcibly().waitFor();
    noted.join();
    Process second = start(writing);
    noted = note(second);
    goOn(second);
    second.waitFor();
    noted.join();
    killAt(follower, StoreCopy.Phase.COMPARING);
    assertThrows(StoreRefused.class, () -> ActorSystem.builder().data(copy).open());
    Process last = start(child("follow", original, copy, "rocksdb", 0));
    goOn(last);
    String said = last.inputReader().lines().reduce((before, line) -> line).orElseThrow();
    assertEquals(0, last.waitFor(), said);
    assertHasAll(copy);
  }

  private void assertHasAll(Path copy) {
    try (ActorSystem system = ActorSystem.builder().data(copy).open()) {
      for (int actor = 0; actor < acknowledged.length(); actor++) {
        Sum sum = system.entity(Ledger.TYPE, Integer.toString(actor)).ask(new Total());
        assertEquals(sum.events(), sum.total());
        long told = acknowledged.get(actor); // of an actor whose writer was killed, one more may be stored
        assertTrue(told <= sum.total() && sum.total() <= told + 1, "actor " + actor + ": " + sum + ", told " + told);
      }
    }
  }

  @Test
  void a_full_disk_ends_the_copy_with_a_clear_error_and_it_goes_on_when_there_is_space() throws Exception {
    Path original = folder.resolve("original");
    Path disk = Files.createDirectories(folder.toRealPath().resolve("disk"));
    try (ActorSystem system = ActorSystem.builder().data(original).backend("sqlite").open()) {
      for (int time = 0; time < 250; time++) {
        system.entity(Ledger.TYPE, "one").ask(new Ledger.AddAll(Ledger.upTo(40)));
      }
    }
    List<String> command =
        SmallDisk.command(SMALL_DISK, disk, child("follow", original, disk.resolve("copy"), "sqlite", 0));
    Process both = start(command);
    goOn(both);
    List<String> said = both.inputReader().lines().toList();
    assertEquals(0, both.waitFor(), said::toString);
    assertTrue(said.stream().anyMatch(line -> line.startsWith("The store in " + disk)),
        said::toString);
    assertEquals("10000", said.getLast());
  }
}
