package dev.cairn.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/** What was measured in a store of one size. */
record Grown(GrowingStore.Kind kind, long events, Spread written, double recoveryMicrosP50, double recoveryMicrosP99,
    double bytesPerEvent) {

  Map<String, Object> fields() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("backend", kind.backend());
    fields.put("durability", kind.durability());
    fields.put("actors", kind.actors());
    fields.put("events", events);
    fields.put("w2_events_per_second", written.fields());
    fields.put("recovery_micros_p50", recoveryMicrosP50);
    fields.put("recovery_micros_p99", recoveryMicrosP99);
    fields.put("bytes_per_event", bytesPerEvent);
    return fields;
  }
}
