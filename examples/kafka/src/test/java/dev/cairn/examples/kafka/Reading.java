package dev.cairn.examples.kafka;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.cairn.api.Position;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A consumer as docs/kafka.md tells it to be: what comes again has a position that is not beyond the highest. */
final class Reading {
  private final Map<String, Position> highest = new HashMap<>();
  private int doubles;

  /** The value, unless it came before. */
  Optional<JsonObject> take(ConsumerRecord<String, String> message) {
    JsonObject value = JsonParser.parseString(message.value()).getAsJsonObject();
    String key = message.partition() + " " + value.get("store_id").getAsString();
    String[] at = value.get("position").getAsString().split(":");
    Position position = new Position(Long.parseLong(at[0]), Long.parseLong(at[1]));
    if (highest.containsKey(key) && position.compareTo(highest.get(key)) <= 0) {
      doubles++;
      return Optional.empty();
    }
    highest.put(key, position);
    return Optional.of(value);
  }

  int doubles() {
    return doubles;
  }
}
