package dev.cairn.impl.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.EncryptedKey;
import dev.cairn.api.KeyRing;
import dev.cairn.api.StoreCopy;
import dev.cairn.api.StoreInspector;
import dev.cairn.impl.Ledger;
import dev.cairn.impl.Ledger.Add;
import dev.cairn.impl.Ledger.Entry;
import dev.cairn.impl.TestKeys;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Keys become primary while a store is copied, verified and looked into. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RotatingKeysTest {
  private static final int KEYS = 100;

  @TempDir
  Path folder;

  private final List<byte[]> keys = Stream.generate(TestKeys::random).limit(KEYS).toList();
  private volatile boolean ended;

  private KeyRing ring() {
    KeyRing made = KeyRing.of(1, EncryptedKey.of(keys.get(0)));
    for (int id = 2; id <= KEYS; id++) {
      made.add(id, EncryptedKey.of(keys.get(id - 1)));
    }
    return made;
  }

  @Test
  void a_copy_and_a_verification_know_every_key_of_what_they_read() throws Exception {
    Path live = folder.resolve("live");
    KeyRing writing = ring();
    try (ActorSystem system = ActorSystem.builder().data(live).backend("sqlite").keys(writing).open()) {
      ActorRef<Entry<?>> ledger = system.entity(Ledger.TYPE, "one");
      ledger.ask(new Add(1));
      CompletableFuture<Void> rotating = CompletableFuture.runAsync(() -> rotate(writing, ledger));
      try {
        for (int number = 0; number == 0 || !rotating.isDone(); number++) {
          look(live, folder.resolve("copy-" + number));
        }
      } finally {
        ended = true;
      }
      rotating.get();
    }
  }

  private void rotate(KeyRing writing, ActorRef<Entry<?>> ledger) {
    for (int id = 2; id <= KEYS && !ended; id++) {
      writing.primary(id);
      for (int amount = 0; amount < 10; amount++) {
        ledger.ask(new Add(amount));
      }
    }
  }

  private void look(Path live, Path copy) {
    StoreCopy.of(live, copy).keys(ring()).run((phase, events, all) -> {});
    List<StoreInspector.Damage> found = new ArrayList<>();
    try (StoreInspector inspector = StoreInspector.open(live, ring())) {
      inspector.verify(found::add, events -> {});
      inspector.fold(inspector.find("ledger/one").get(0), Ledger.TYPE);
    }
    assertEquals(List.of(), found);
  }
}
