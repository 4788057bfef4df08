package dev.cairn.testkit;

import dev.cairn.api.GivenBackend;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendProvider;
import java.util.List;
import java.util.ServiceLoader;

/**
 * A backend that does what the backend below it does, until a test wants it to fail. It is given to a system, which
 * notices nothing of it; the folder belongs to the backend below.
 *
 * <pre>{@code
 * var store = FaultyStore.over("sqlite");
 * try (var system = ActorSystem.builder().data(folder).backend(store).open()) {
 *   store.next(Call.COMMIT, Fault.after());   // stored, but the acknowledgement is lost
 * }
 * }</pre>
 *
 * <p>It keeps the one provider below it: what was written to {@code FaultyStore.over("memory")} is still there for
 * the next system that is given the same object. Any thread may call, at any time.
 */
public final class FaultyStore implements BackendProvider, GivenBackend {
  private final BackendProvider below;
  private final FaultScript script = new FaultScript();

  private FaultyStore(BackendProvider below) {
    this.below = below;
  }

  /**
   * Wraps a backend that is found as a system would find it.
   *
   * @throws IllegalArgumentException if there is none of this name; it names those that there are
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

  /** Lets the next call of a kind go wrong; a plan for the same call is replaced. */
  public void next(Call call, Fault fault) {
    at(call, 1, fault);
  }

  /** Lets one call of a kind go wrong, counted from now, 1 for the next. */
  public void at(Call call, int number, Fault fault) {
    if (number < 1) {
      throw new IllegalArgumentException("Calls are counted from 1, not " + number + ".");
    }
    script.at(call, number, fault);
  }

  /** Lets every call of a kind go wrong that has no plan of its own, until {@link #heal}. */
  public void every(Call call, Fault fault) {
    script.every(call, fault);
  }

  /** Lets all calls of a kind wait from now on, until the gate is closed; then they go on, or wrong, as planned. */
  public Gate block(Call call) {
    return script.block(call);
  }

  /** Forgets every plan and lets go whoever waits. */
  public void heal() {
    script.heal();
  }

  /** How many calls of a kind were made so far, in all sessions. */
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
