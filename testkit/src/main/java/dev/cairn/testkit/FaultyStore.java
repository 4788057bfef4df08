package dev.cairn.testkit;

import dev.cairn.api.GivenBackend;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendProvider;
import java.util.List;
import java.util.ServiceLoader;

/**
 * A backend that delegates to another backend until a test lets it fail. The test passes it to a system; the folder
 * belongs to the backend below.
 *
 * <pre>{@code
 * var store = FaultyStore.over("sqlite");
 * try (var system = ActorSystem.builder().data(folder).backend(store).open()) {
 *   store.next(Call.COMMIT, Fault.after());   // stored, but the acknowledgement is lost
 * }
 * }</pre>
 *
 * <p>It keeps one provider below it: data in {@code FaultyStore.over("memory")} is still there for the next system with
 * the same object. Any thread may call, at any time.
 */
public final class FaultyStore implements BackendProvider, GivenBackend {
  private final BackendProvider below;
  private final FaultScript script = new FaultScript();

  private FaultyStore(BackendProvider below) {
    this.below = below;
  }

  /**
   * Wraps a backend that is found by its name, as a system finds it.
   *
   * @throws IllegalArgumentException if there is no backend of this name; the message lists the names that exist
   */
  public static FaultyStore over(String backend) {
    List<BackendProvider> found = providers().stream().map(ServiceLoader.Provider::get).toList();
    return over(found.stream().filter(provider -> provider.name().equals(backend)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("There is no backend '" + backend + "', but "
            + found.stream().map(BackendProvider::name).toList() + ".")));
  }

  /** Wraps a backend. */
  public static FaultyStore over(BackendProvider backend) {
    return new FaultyStore(backend);
  }

  /** Lets the next call of a kind fail; replaces an earlier fault for the same call. */
  public void next(Call call, Fault fault) {
    at(call, 1, fault);
  }

  /** Lets one call of a kind fail, counted from now, 1 for the next. */
  public void at(Call call, int number, Fault fault) {
    if (number < 1) {
      throw new IllegalArgumentException("Calls are counted from 1, not " + number + ".");
    }
    script.at(call, number, fault);
  }

  /**
   * Lets one commit of actors fail, counted from now, 1 for the next; commits of one batch are counted one by one. So
   * it can be any commit of a pipelined actor, whose commits come in batches. The commits before it in its batch are
   * stored. With an exception nothing after it is; with {@link Fault#answer} the others are stored if the backend takes
   * them.
   */
  public void atCommit(int number, Fault fault) {
    if (number < 1) {
      throw new IllegalArgumentException("Commits are counted from 1, not " + number + ".");
    }
    script.atCommit(number, fault);
  }

  /** Lets every call of a kind fail that has no fault of its own, until {@link #heal}. */
  public void every(Call call, Fault fault) {
    script.every(call, fault);
  }

  /** Lets all calls of a kind wait from now on until the gate is closed; then they go on, or fail as planned. */
  public Gate block(Call call) {
    return script.block(call);
  }

  /** Removes every fault and opens every gate. */
  public void heal() {
    script.heal();
  }

  /** The number of calls of a kind so far, in all sessions. */
  public long calls(Call call) {
    return script.calls(call);
  }

  /** The name of the backend below. */
  @Override
  public String name() {
    return below.name();
  }

  @Override
  public Backend open(BackendConfig config) {
    Fault fault = script.next(Call.OPEN);
    if (fault == null) {
      return new FaultyBackend(below.open(config), script);
    }
    if (fault instanceof Fault.After after) {
      below.open(config).close();
      throw after.failure();
    }
    throw FaultyBackend.failure(fault);
  }

  private static List<ServiceLoader.Provider<BackendProvider>> providers() {
    ModuleLayer layer = FaultyStore.class.getModule().getLayer();
    ServiceLoader<BackendProvider> services = layer == null
        ? ServiceLoader.load(BackendProvider.class, FaultyStore.class.getClassLoader())
        : ServiceLoader.load(layer, BackendProvider.class);
    return services.stream().toList();
  }
}
