package dev.cairn.impl.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.cairn.api.EventMetadata;
import dev.cairn.impl.record.CommitName;
import dev.cairn.impl.record.Metadata;
import dev.cairn.impl.record.RecordBinding;
import dev.cairn.impl.record.RecordFrame;
import dev.cairn.impl.record.RecordKind;
import dev.cairn.impl.record.StoreId;
import dev.cairn.impl.record.StreamBinding;
import dev.cairn.spi.StreamKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The pending timers in memory, beside a plain map. */
class DueTimersTest {
  private static final long SEED = Long.getLong("cairn.seed", 31);

  private record Setting(long sequence, long due) {}

  private final DueTimers timers = new DueTimers();
  private final Map<String, Setting> model = new TreeMap<>();

  @Test
  void whatever_is_set_replaced_and_ended_the_others_come_in_the_order_of_their_time() {
    Random random = new Random(SEED);
    for (int step = 1; step <= 20_000; step++) {
      String name = "n" + random.nextInt(500);
      if (random.nextInt(3) > 0) {
        long due = random.nextInt(1_000);
        timers.set("type", "id", name, step, due);
        model.put(name, new Setting(step, due));
      } else {
        timers.end("type", "id", name, step);
        model.remove(name);
      }
      if (step % 100 == 0) {
        takeSome(random.nextInt(200));
      }
    }
    assertEquals(model.size(), timers.size());
    takeSome(1_000);
    assertEquals(0, timers.size());
    assertEquals(DueTimers.NEVER, timers.next());
  }

  private void takeSome(long now) {
    long before = Long.MIN_VALUE;
    for (DueTimer timer = timers.take(now); timer != null; timer = timers.take(now)) {
      Setting setting = Optional.ofNullable(model.remove(timer.name())).orElseThrow();
      assertEquals(setting.sequence(), timer.sequence());
      assertEquals(new StreamKey("main", "type", "id"), timer.actor("main"));
      assertEquals(true, before <= setting.due() && setting.due() <= now, () -> setting + " at " + now);
      before = setting.due();
      timers.end(timer, timer.sequence());
    }
    assertEquals(0, model.values().stream().filter(setting -> setting.due() <= now).count());
  }

  @Test
  void what_is_known_already_or_was_set_earlier_changes_nothing() {
    timers.set("type", "id", "a", 5, 50);
    timers.set("type", "id", "a", 4, 10);
    timers.end("type", "id", "a", 5);
    assertEquals(50, timers.next());
    DueTimer taken = timers.take(50);
    assertNull(timers.take(Long.MAX_VALUE));
    timers.set("type", "id", "a", 6, 60);
    timers.end(taken, 5);
    timers.postpone(taken, 5, 10);
    assertEquals(60, timers.next());
    assertEquals(1, timers.size());
  }

  @Test
  void pages_hold_every_timer() {
    RecordFrame frame = RecordFrame.of(Optional.empty());
    RecordBinding place = new StreamBinding(StoreId.of(new byte[16]), new StreamKey("main", "_timer", "00"))
        .at(RecordKind.SNAPSHOT, 1);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      timers.set("type", "id" + i, "näme", i + 1, 1_000 - i);
      names.add("id" + (999 - i));
    }
    DueTimers read = new DueTimers();
    for (int part = 0; part < DueTimers.PARTS; part++) {
      int each = part;
      byte[] record = frame.write(place, TimerPage.TYPE_ID, 0, new CommitName(1, 1),
          Metadata.of(null, null, null, EventMetadata.NONE), out -> TimerPage.write(timers, each, out));
      TimerPage.read(frame.open(place, record), read);
    }
    assertEquals(1_000, read.size());
    assertEquals(-1, read.changedFrom(0));
    List<String> found = new ArrayList<>();
    for (DueTimer timer = read.take(1_000); timer != null; timer = read.take(1_000)) {
      found.add(timer.actor("main").id());
      assertEquals("näme", timer.name());
    }
    assertEquals(names, found);
  }
}
