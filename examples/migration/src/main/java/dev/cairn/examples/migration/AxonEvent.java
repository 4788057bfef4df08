package dev.cairn.examples.migration;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.cairn.api.EventMetadata;
import dev.cairn.api.ImportRow;
import dev.cairn.api.NewEvent;
import dev.cairn.api.StreamType;
import dev.cairn.api.TypedBytes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * A row of the table {@code DomainEventEntry}.
 *
 * @param identifier of the event
 * @param aggregateType the name of the aggregate's type
 * @param aggregate the aggregate's identifier
 * @param sequence its sequence in the aggregate, from 0
 * @param time when it was published, as ISO 8601
 * @param payloadType the class, or the name that the serializer has given
 * @param revision of that type, mostly empty
 * @param payload as the serializer has made it
 * @param metadata as the serializer has made it: here JSON, as of Axon's JacksonSerializer
 */
record AxonEvent(String identifier, String aggregateType, String aggregate, long sequence, String time,
    String payloadType, String revision, byte[] payload, byte[] metadata) {

  /** As bytes, under the aggregate's type in lower case. */
  ImportRow<?> asBytes() {
    String name = revision.isEmpty() ? payloadType : payloadType + ":" + revision;
    return row(StreamType.bytes(aggregateType.toLowerCase(Locale.ROOT)), () -> new TypedBytes(name, payload));
  }

  /**
   * As an event of a stream. Sequences of streams begin with 1. Of the metadata the trace becomes the correlation id,
   * and what Axon calls correlation id, the message that caused this one, becomes the cause.
   *
   * @param event makes it of the payload; what it throws stops the import at this row
   */
  <E> ImportRow<E> row(StreamType<E, ?> type, Callable<? extends E> event) {
    return new ImportRow<>(type, aggregate, sequence + 1, () -> {
      Map<String, String> entries = entries();
      String trace = entries.remove("traceId");
      String cause = entries.remove("correlationId");
      NewEvent<E> made = NewEvent.<E>of(event.call()).at(Instant.parse(time))
          .with(new EventMetadata(List.of(), entries, Optional.ofNullable(cause)));
      return trace == null ? made : made.correlationId(trace);
    });
  }

  private Map<String, String> entries() {
    JsonObject json = JsonParser.parseString(new String(metadata, StandardCharsets.UTF_8)).getAsJsonObject();
    Map<String, String> entries = new HashMap<>();
    json.entrySet().forEach(entry -> entries.put(entry.getKey(), text(entry.getValue())));
    entries.put("axon-event", identifier);
    return entries;
  }

  private static String text(JsonElement value) {
    return value.isJsonPrimitive() ? value.getAsString() : value.toString();
  }
}
