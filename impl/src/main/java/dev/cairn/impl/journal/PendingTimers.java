package dev.cairn.impl.journal;

import dev.cairn.impl.record.Metadata;
import dev.cairn.impl.record.TimerSetting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pending durable timers of one actor, by name, as its events and snapshots say. Used by one thread at a time. */
final class PendingTimers {
  private final Map<String, TimerSetting> byName = new LinkedHashMap<>();

  /** Takes over what a commit of events changes, or what a snapshot has. */
  void apply(Metadata metadata) {
    if (metadata.concernsTimers()) {
      metadata.ended().forEach(byName::remove);
      metadata.timers().forEach(timer -> byName.put(timer.name(), timer));
    }
  }

  void end(String name) {
    byName.remove(name);
  }

  /** Returns these after a commit; this one stays as it is. */
  PendingTimers after(Metadata metadata) {
    if (!metadata.concernsTimers()) {
      return this;
    }
    PendingTimers next = without(List.of());
    next.apply(metadata);
    return next;
  }

  /** Returns these without some; this one stays as it is. */
  PendingTimers without(List<String> names) {
    PendingTimers fewer = new PendingTimers();
    fewer.byName.putAll(byName);
    names.forEach(fewer::end);
    return fewer;
  }

  @Nullable
  TimerSetting find(String name) {
    return byName.get(name);
  }

  /** All of them, in the order in which they were set. */
  List<TimerSetting> all() {
    return List.copyOf(byName.values());
  }

  int size() {
    return byName.size();
  }
}
