package dev.cairn.testkit;

import dev.cairn.api.Command;
import dev.cairn.api.DurableTimers;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Timers that accept every call and never tick; the durable ones are remembered. */
final class RehearsedTimers implements DurableTimers {
  private Map<String, Instant> stored = Map.of();
  private final Map<String, Instant> current = new HashMap<>();

  /** A persist stores the durable ones. */
  void store() {
    stored = Map.copyOf(current);
  }

  /** Forgets what was not stored. */
  void forgetUnstored() {
    current.clear();
    current.putAll(stored);
  }

  /** A purge ends the durable ones. */
  void purge() {
    current.clear();
    store();
  }

  /** Refuses what was set or cancelled and not stored, as a system does. */
  void requireStored(String path) {
    if (!current.equals(stored)) {
      forgetUnstored();
      throw new IllegalStateException("The durable timers that " + path + " has set or cancelled are not stored."
          + " A durable timer is stored with an event: persist one after setting or cancelling it.");
    }
  }

  @Override
  public void durable(String name, Instant when, Command<?, ?> command) {
    current.put(name, when);
  }

  @Override
  public boolean cancelDurable(String name) {
    return current.remove(name) != null;
  }

  @Override
  public Optional<Instant> durable(String name) {
    return Optional.ofNullable(current.get(name));
  }

  @Override
  public void once(Object key, Duration delay, Command<?, ?> command) {}

  @Override
  public void every(Object key, Duration period, Command<?, ?> command) {}

  @Override
  public boolean cancel(Object key) {
    return false;
  }

  @Override
  public void cancelAll() {}

  @Override
  public boolean active(Object key) {
    return false;
  }
}
