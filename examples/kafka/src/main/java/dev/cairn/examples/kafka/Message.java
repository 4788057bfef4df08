package dev.cairn.examples.kafka;

import dev.cairn.api.LogOffset;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.Withdrawal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What is sent to Kafka. The key is the actor, so that the messages of one actor are in one partition.
 *
 * <pre>
 *   kind        what it is                                    key
 *   event       an event                                      TYPE/ID
 *   withdrawal  events of an actor were purged                TYPE/ID
 *   loss        the store has lost its newest events          none: to each partition
 *   too-large   an event that does not fit, without fields    TYPE/ID, in the topic of dead letters
 * </pre>
 *
 * @param key the key, if it has one
 * @param headers the identity, for programs that do not read the value
 * @param json the value
 */
record Message(@Nullable String key, Map<String, String> headers, String json) {

  static Message of(LoggedEvent event) {
    Map<String, @Nullable Object> members = members(event, "event");
    members.put("fields", event.fields());
    return keyed(members);
  }

  static Message tooLarge(LoggedEvent event, String why) {
    Map<String, @Nullable Object> members = members(event, "too-large");
    members.put("reason", why);
    return keyed(members);
  }

  static Message of(Withdrawal withdrawal) {
    Map<String, @Nullable Object> members = identity("withdrawal", withdrawal.store(), withdrawal.offset(),
        withdrawal.actorType(), withdrawal.id());
    members.put("sequence", withdrawal.lastSequence());
    members.put("first_sequence", withdrawal.firstSequence());
    members.put("reason", withdrawal.reason());
    members.put("time", withdrawal.time());
    return keyed(members);
  }

  /** Of the loss of every event after an offset. */
  static Message ofLoss(String store, LogOffset after) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("kind", "loss");
    members.put("store", store);
    members.put("store_id", after.storeId());
    members.put("after", after.position());
    return new Message(null, headers(members), Json.text(members));
  }

  ProducerRecord<String, String> to(String topic, @Nullable Integer partition) {
    var record = new ProducerRecord<>(topic, partition, key, json);
    headers.forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    return record;
  }

  private static Map<String, @Nullable Object> members(LoggedEvent event, String kind) {
    Map<String, @Nullable Object> members =
        identity(kind, event.store(), event.offset(), event.actorType(), event.id());
    members.put("sequence", event.sequence());
    members.put("time", event.time());
    members.put("type", event.type());
    members.put("version", event.version());
    members.put("command_id", event.commandId());
    members.put("correlation_id", event.correlationId());
    members.put("causation_id", event.causationId());
    members.put("tags", event.tags());
    members.put("entries", event.entries());
    return members;
  }

  private static Map<String, @Nullable Object> identity(String kind, String store, LogOffset offset, String actorType,
      String id) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("kind", kind);
    members.put("store", store);
    members.put("store_id", offset.storeId());
    members.put("position", offset.position());
    members.put("actor_type", actorType);
    members.put("id", id);
    return members;
  }

  private static Message keyed(Map<String, @Nullable Object> members) {
    return new Message(members.get("actor_type") + "/" + members.get("id"), headers(members), Json.text(members));
  }

  private static Map<String, String> headers(Map<String, @Nullable Object> members) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : new String[] { "kind", "store_id", "actor_type", "id", "sequence", "position", "after" }) {
      Object value = members.get(name);
      if (value != null) {
        headers.put("cairn-" + name.replace('_', '-'), value.toString());
      }
    }
    return headers;
  }
}
