package dev.cairn.console;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.cairn.api.Position;
import dev.cairn.api.StoreInspector;
import dev.cairn.api.StoreInspector.Entry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The events of a store over time and by type. Once all are read, only the new ones are read. */
final class EventsScan extends Scan {
  private static final Duration FRESH = Duration.ofSeconds(5);
  private static final int MOST_KINDS = 500;
  private static final String REST = "(other types)";

  private final String store;
  private final TimeBins bins = new TimeBins();
  private final Map<String, Kind> kinds = new TreeMap<>();
  private Optional<Position> after = Optional.empty();
  private long read;
  private long all;

  /** The numbers of one type of event. */
  private static final class Kind {
    private final String actor;
    private final String event;
    private long events;
    private long bytes;

    Kind(String actor, String event) {
      this.actor = actor;
      this.event = event;
    }

    JsonObject show() {
      JsonObject object = new JsonObject();
      object.addProperty("type", actor);
      object.addProperty("event", event);
      object.addProperty("events", events);
      object.addProperty("bytes", bytes);
      return object;
    }
  }

  EventsScan(Source source, String store) {
    super(source, FRESH);
    this.store = store;
  }

  @Override
  void read(StoreInspector inspector) {
    Optional<Position> from;
    synchronized (this) {
      from = after;
    }
    if (from.isEmpty()) {
      count(inspector);
    }
    Position end = inspector.log(store, from, entry -> {
      stopIfEnded();
      add(entry);
    });
    synchronized (this) {
      after = Optional.of(end);
      all = read;
    }
  }

  /** How many there are to read. A first attempt that failed half-way begins anew. */
  private void count(StoreInspector inspector) {
    synchronized (this) {
      bins.clear();
      kinds.clear();
      read = 0;
      all = 0;
    }
    inspector.streams(store, stream -> {
      synchronized (this) {
        all += stream.events();
      }
    });
  }

  private synchronized void add(Entry entry) {
    read++;
    bins.add(entry.event().time());
    String actor = entry.stream().split("[/@]", 3)[1];
    String name = actor + "/" + entry.event().type();
    Kind kind = kinds.size() < MOST_KINDS || kinds.containsKey(name)
        ? kinds.computeIfAbsent(name, key -> new Kind(actor, entry.event().type()))
        : kinds.computeIfAbsent(REST, key -> new Kind(REST, REST));
    kind.events++;
    kind.bytes += entry.bytes();
  }

  @Override
  synchronized JsonObject show() {
    JsonArray each = new JsonArray();
    kinds.values().forEach(kind -> each.add(kind.show()));
    JsonObject answer = new JsonObject();
    answer.addProperty("read", read);
    answer.addProperty("all", Math.max(all, read));
    answer.add("types", each);
    answer.add("times", bins.show());
    return answer;
  }
}
