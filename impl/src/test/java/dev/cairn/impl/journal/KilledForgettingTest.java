package dev.cairn.impl.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.EncryptedKey;
import dev.cairn.api.EventHandler;
import dev.cairn.api.Forgotten;
import dev.cairn.api.KeyRing;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.PersonalKeys;
import dev.cairn.api.StoreInspector;
import dev.cairn.api.Withdrawal;
import dev.cairn.impl.ChildPath;
import dev.cairn.impl.TestKeys;
import dev.cairn.impl.journal.Person.Hear;
import dev.cairn.impl.journal.Person.Order;
import dev.cairn.impl.journal.Person.Say;
import dev.cairn.impl.personal.DyingKeys.Moment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kills at each moment of making a key and of forgetting an actor. */
@Timeout(120)
class KilledForgettingTest {
  @TempDir
  Path folder;

  private final byte[] key = TestKeys.random();

  private Path keys() {
    return folder.resolve("personal.keys");
  }

  private KeyRing ring() {
    return KeyRing.of(EncryptedKey.of(key)).personalKeys(PersonalKeys.file(keys()));
  }

  private void dieAt(Moment moment, String backend) throws IOException, InterruptedException {
    Process child = new ProcessBuilder(ChildPath.command(KilledForgetting.class, folder.resolve("data"), keys(),
        HexFormat.of().formatHex(key), backend, moment.name())).redirectErrorStream(true).start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(137, child.waitFor(), said);
  }

  @ParameterizedTest
  @CsvSource({ "BEFORE_THE_KEY, sqlite", "AFTER_THE_KEY, sqlite", "BEFORE_THE_MARK, sqlite",
      "BETWEEN_MARK_AND_KEY, rocksdb", "AFTER_FORGETTING, sqlite" })
  void what_was_acknowledged_is_there_and_the_same_call_ends_what_was_begun(Moment moment, String backend)
      throws Exception {
    dieAt(moment, backend);
    boolean bothLived = moment.ordinal() > Moment.AFTER_THE_KEY.ordinal();
    boolean marked = moment.ordinal() > Moment.BEFORE_THE_MARK.ordinal();
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    try (KeyRing ring = ring();
        ActorSystem system = ActorSystem.builder().data(folder.resolve("data")).backend(backend).keys(ring).open()) {
      ActorRef<Order<?>> early = system.entity(Person.TYPE, "early");
      if (marked) {
        assertThrows(Forgotten.class, () -> early.ask(new Hear()));
      } else {
        assertEquals(2, early.ask(new Hear()).count());
      }
      ActorRef<Order<?>> late = system.entity(Person.TYPE, "late");
      assertEquals(bothLived ? 3 : 1, late.ask(new Say("marker of late")));
      system.forget(Person.TYPE, "early");
      system.log("main").follow("all", new EventHandler() {
        @Override
        public void event(LoggedEvent event) {
          heard.add(event.id());
        }

        @Override
        public void withdrawn(Withdrawal gone) {
          heard.add(gone.reason() + " " + gone.id() + " " + gone.lastSequence());
        }
      });
      String one = heard.poll(20, TimeUnit.SECONDS);
      while (!"FORGOTTEN early 2".equals(one)) {
        assertEquals("late", one);
        one = heard.poll(20, TimeUnit.SECONDS);
      }
      assertThrows(Forgotten.class, () -> early.ask(new Hear()));
    }
    try (KeyRing ring = ring(); StoreInspector inspector = StoreInspector.open(folder.resolve("data"), ring)) {
      assertEquals(0, inspector.verify(damage -> {}, events -> {}).damages());
    }
    assertFalse(Files.exists(folder.resolve("personal.keys.new")));
  }
}
