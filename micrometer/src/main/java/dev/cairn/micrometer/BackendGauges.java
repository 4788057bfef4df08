package dev.cairn.micrometer;

import dev.cairn.api.CairnListener.Measured;
import io.micrometer.core.instrument.Meter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the backend has counted last. Any thread may call. */
final class BackendGauges {
  private final Meters meters;
  private final Map<String, Value> values = new ConcurrentHashMap<>();

  /** The newest value of one statistic. */
  private static final class Value {
    private final Meter gauge;
    private volatile long newest;

    Value(Meters meters, String backend, String name) {
      gauge = meters.gauge("cairn.backend", this, own -> own.newest, "backend", backend, "statistic", name);
    }
  }

  BackendGauges(Meters meters) {
    this.meters = meters;
  }

  void measured(Measured event) {
    event.values().forEach((name, value) -> values
        .computeIfAbsent(name, fresh -> new Value(meters, event.backend(), fresh)).newest = value);
  }

  void removeAll() {
    values.values().forEach(value -> meters.remove(value.gauge));
    values.clear();
  }
}
