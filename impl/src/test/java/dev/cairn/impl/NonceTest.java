package dev.cairn.impl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.GivenBackend;
import dev.cairn.api.PersistFailed;
import dev.cairn.impl.Ledger.Add;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendProvider;
import dev.cairn.spi.Commit;
import dev.cairn.testkit.Call;
import dev.cairn.testkit.Fault;
import dev.cairn.testkit.FaultyStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is sealed has a nonce of its own, also where the store fails and a command is repeated. */
class NonceTest {
  private static final int COMMANDS = 300;
  private static final int NONCE_AT = 9; // after format, type id, six bytes of time, and key id
  private static final int NONCE_BYTES = 24;

  @TempDir
  Path data;

  /** Notes every record that is handed to a store, whatever becomes of it. */
  private record Witness(FaultyStore store, Queue<byte[]> records) implements BackendProvider, GivenBackend {
    @Override
    public String name() {
      return store.name();
    }

    @Override
    public Backend open(BackendConfig config) {
      Backend opened = store.open(config);
      return (Backend) Proxy.newProxyInstance(Backend.class.getClassLoader(), new Class<?>[] { Backend.class },
          (proxy, method, arguments) -> {
            if (method.getName().equals("commit")) {
              ((List<?>) arguments[0]).forEach(commit -> note((Commit) commit));
            }
            try {
              return method.invoke(opened, arguments);
            } catch (InvocationTargetException e) {
              throw e.getCause();
            }
          });
    }

    private void note(Commit commit) {
      records.addAll(commit.events());
      commit.snapshot().ifPresent(snapshot -> records.add(snapshot.record()));
    }
  }

  @Test
  void no_two_records_have_one_nonce_also_where_commits_fail_and_commands_are_repeated() {
    FaultyStore store = FaultyStore.over("memory");
    Witness witness = new Witness(store, new ConcurrentLinkedQueue<>());
    int repeated = 0;
    try (ActorSystem system = ActorSystem.builder().data(data).backend(witness).keys(TestKeys.ring(1)).open()) {
      for (int number = 0; number < COMMANDS; number++) {
        switch (number % 4) {
          case 0 -> store.next(Call.COMMIT, Fault.before());
          case 1 -> store.next(Call.COMMIT, Fault.after());
          default -> {}
        }
        repeated += untilStored(system.entity(Ledger.TYPE, "a" + number % 8), "command " + number);
      }
    }
    Map<ByteBuffer, byte[]> byNonce = new HashMap<>();
    for (byte[] record : witness.records()) {
      byte[] other = byNonce.put(ByteBuffer.wrap(record, NONCE_AT, NONCE_BYTES).slice(), record);
      if (other != null) {
        assertArrayEquals(other, record, "one nonce, and two texts");
      }
    }
    assertTrue(repeated >= COMMANDS / 4, repeated + " commands were repeated");
    assertTrue(byNonce.size() >= COMMANDS + repeated, byNonce.size() + " nonces");
  }

  /** Returns how often it had to be repeated. */
  private static int untilStored(ActorRef<Ledger.Entry<?>> actor, String commandId) {
    for (int repeated = 0; true; repeated++) {
      try {
        actor.ask(commandId, new Add(1));
        return repeated;
      } catch (PersistFailed e) {
        // certainly not stored
      }
    }
  }
}
