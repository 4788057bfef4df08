package dev.cairn.impl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.GivenBackend;
import dev.cairn.impl.Ledger.Add;
import dev.cairn.impl.backend.BackendCatalogue;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendInfo;
import dev.cairn.spi.BackendProvider;
import dev.cairn.spi.Durability;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backend whose engine is in another process: a commit may wait for a network, also where nothing is synced. */
class RemoteEngineTest {
  @TempDir
  Path data;

  private final Queue<Boolean> virtual = new ConcurrentLinkedQueue<>();

  /** The memory backend, described as an embedded engine or as a remote one; tells on which threads it commits. */
  private final class Described implements GivenBackend, BackendProvider {
    private final boolean remote;
    private final BackendProvider memory =
        BackendCatalogue.scan(Optional.empty()).choose(Optional.of("memory")).provider();

    Described(boolean remote) {
      this.remote = remote;
    }

    @Override
    public String name() {
      return "memory";
    }

    @Override
    public Backend open(BackendConfig config) {
      Backend backend = memory.open(config);
      BackendInfo.Builder info = remote ? BackendInfo.remote("memory") : BackendInfo.embedded("memory");
      BackendInfo described =
          info.generation(backend.info().generation()).durability(Durability.NONE).build();
      return (Backend) Proxy.newProxyInstance(Backend.class.getClassLoader(), new Class<?>[] { Backend.class },
          (proxy, method, arguments) -> {
            if (method.getName().equals("commit")) {
              virtual.add(Thread.currentThread().isVirtual());
            }
            try {
              return method.getName().equals("info") ? described : method.invoke(backend, arguments);
            } catch (InvocationTargetException e) {
              throw e.getCause();
            }
          });
    }
  }

  private void persist(boolean remote) {
    try (ActorSystem system = ActorSystem.builder().data(data).backend(new Described(remote)).open()) {
      for (int sum = 1; sum <= 10; sum++) {
        assertEquals(sum, system.entity(Ledger.TYPE, "1").ask(new Add(1)));
      }
    }
  }

  @Test
  void no_virtual_thread_waits_in_a_commit_for_an_engine_in_another_process() {
    persist(true);
    assertFalse(virtual.contains(true), virtual.toString());
  }

  @Test
  void an_embedded_engine_that_syncs_nothing_stores_on_the_thread_of_the_actor() {
    persist(false);
    assertTrue(virtual.contains(true), virtual.toString());
  }
}
