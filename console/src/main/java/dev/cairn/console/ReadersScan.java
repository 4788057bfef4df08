package dev.cairn.console;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.cairn.api.StoreInspector;
import dev.cairn.api.StoreInspector.Reader;
import java.time.Duration;
import java.util.List;

/** The registered readers of a store's log, and how many events wait for each: these must be counted. */
final class ReadersScan extends Scan {
  private static final Duration FRESH = Duration.ofSeconds(2);

  private final String store;
  private List<Reader> readers = List.of();

  ReadersScan(Source source, String store) {
    super(source, FRESH);
    this.store = store;
  }

  @Override
  void read(StoreInspector inspector) {
    List<Reader> counted = inspector.readers(store);
    synchronized (this) {
      readers = counted;
    }
  }

  @Override
  synchronized JsonObject show() {
    JsonArray each = new JsonArray();
    for (Reader reader : readers) {
      JsonObject object = new JsonObject();
      object.addProperty("name", reader.name());
      object.addProperty("position", reader.position().toString());
      object.addProperty("time", reader.time().toString());
      object.addProperty("waiting", reader.waiting());
      object.addProperty("states", reader.states());
      reader.trouble().ifPresent(trouble -> object.addProperty("trouble", trouble));
      each.add(object);
    }
    JsonObject answer = new JsonObject();
    answer.add("readers", each);
    return answer;
  }
}
