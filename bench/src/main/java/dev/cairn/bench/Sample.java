package dev.cairn.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/** The result of one cell in one round. A lap is an ask or, for a raw subject, a transaction. */
record Sample(double eventsPerSecond, double lapMicrosP50, double lapMicrosP99, double bytesPerEvent) {
  Map<String, Object> fields() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("events_per_second", eventsPerSecond);
    fields.put("lap_micros_p50", lapMicrosP50);
    fields.put("lap_micros_p99", lapMicrosP99);
    fields.put("bytes_per_event", bytesPerEvent);
    return fields;
  }
}
