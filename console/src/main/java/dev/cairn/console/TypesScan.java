package dev.cairn.console;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.cairn.api.StoreInspector;
import dev.cairn.api.StoreInspector.Stream;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** The types of actors in a store, with their numbers. */
final class TypesScan extends Scan {
  private static final Duration FRESH = Duration.ofSeconds(15);

  private final String store;
  private Map<String, Tally> shown = new TreeMap<>();
  private boolean whole;

  /** The numbers of one type. */
  private static final class Tally {
    private long actors;
    private long events;
    private long snapshots;

    void add(Stream stream) {
      actors++;
      events += stream.events();
      snapshots += stream.snapshots();
    }

    JsonObject show(String type) {
      JsonObject object = new JsonObject();
      object.addProperty("type", type);
      object.addProperty("actors", actors);
      object.addProperty("events", events);
      object.addProperty("snapshots", snapshots);
      return object;
    }
  }

  TypesScan(Source source, String store) {
    super(source, FRESH);
    this.store = store;
  }

  @Override
  void read(StoreInspector inspector) {
    Map<String, Tally> counted = new TreeMap<>();
    synchronized (this) {
      shown = whole ? shown : counted;
    }
    inspector.streams(store, stream -> {
      stopIfEnded();
      synchronized (this) {
        counted.computeIfAbsent(stream.type(), type -> new Tally()).add(stream);
      }
    });
    synchronized (this) {
      shown = counted;
      whole = true;
    }
  }

  @Override
  synchronized JsonObject show() {
    JsonArray types = new JsonArray();
    shown.forEach((type, tally) -> types.add(tally.show(type)));
    JsonObject answer = new JsonObject();
    answer.add("types", types);
    return answer;
  }
}
