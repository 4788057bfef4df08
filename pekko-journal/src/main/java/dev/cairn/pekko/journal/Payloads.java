package dev.cairn.pekko.journal;

import dev.cairn.api.TypedBytes;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializer;
import org.apache.pekko.serialization.Serializers;
import org.jspecify.annotations.Nullable;

/**
 * Objects of Pekko as bytes. The name of their type is {@code SERIALIZER:MANIFEST}: what Pekko needs to read them. A
 * manifest that is no name for the store stands beside them instead. Any thread of Pekko may call.
 */
final class Payloads {
  private static final String MANIFEST = "manifest";
  private static final String METADATA = "metadata";
  private static final String METADATA_TYPE = "metadata-type";
  private static final int LONGEST_MANIFEST = 200;
  private static final int MOST_NAMES = 4096;

  /** What the name of a type says. */
  private record Kind(int serializer, String manifest) {
    static Kind of(String type) {
      int colon = type.indexOf(':');
      return new Kind(Integer.parseInt(type, 0, colon, 10), type.substring(colon + 1));
    }
  }

  private final Serialization serialization;
  private final Map<Kind, String> names = new ConcurrentHashMap<>();
  private final Map<String, Kind> kinds = new ConcurrentHashMap<>();

  Payloads(ActorSystem system) {
    this.serialization = SerializationExtension.get(system);
  }

  /**
   * Makes bytes.
   *
   * @param entries gets the manifest if the name of the type cannot have it
   * @throws RuntimeException of the serializer
   */
  TypedBytes write(Object payload, Map<String, String> entries) {
    Serializer serializer = serialization.findSerializerFor(payload);
    String manifest = Serializers.manifestFor(serializer, payload);
    byte[] bytes = serialization.serialize(payload).get();
    Kind kind = new Kind(serializer.identifier(), manifest);
    String name = names.get(kind);
    if (name != null) {
      return new TypedBytes(name, bytes);
    }
    if (isName(manifest)) {
      return new TypedBytes(known(kind), bytes);
    }
    entries.put(MANIFEST, manifest);
    return new TypedBytes(serializer.identifier() + ":", bytes);
  }

  private String known(Kind kind) {
    String name = kind.serializer() + ":" + kind.manifest();
    if (names.size() < MOST_NAMES) {
      names.put(kind, name);
    }
    return name;
  }

  /** Whether it may stand in the name of a type: it has at most as many bytes as such a name can have. */
  private static boolean isName(String manifest) {
    return manifest.length() <= LONGEST_MANIFEST && manifest.chars().allMatch(c -> c >= ' ' && c <= '~');
  }

  /**
   * Makes the object.
   *
   * @throws RuntimeException of the serializer, or if there is no such serializer
   */
  Object read(TypedBytes stored, Map<String, String> entries) {
    return read(stored.type(), stored.bytes(), entries.get(MANIFEST));
  }

  private Object read(String type, byte[] bytes, @Nullable String manifest) {
    Kind kind = kinds.get(type);
    if (kind == null) {
      kind = Kind.of(type);
      if (kinds.size() < MOST_NAMES) {
        kinds.put(type, kind);
      }
    }
    return serialization.deserialize(bytes, kind.serializer(), manifest == null ? kind.manifest() : manifest).get();
  }

  /** Writes the metadata that Pekko gives to an event or a snapshot into entries. */
  void writeMetadata(scala.Option<Object> metadata, Map<String, String> entries) {
    if (metadata.isDefined()) {
      Map<String, String> own = new HashMap<>();
      TypedBytes bytes = write(metadata.get(), own);
      entries.put(METADATA, Base64.getEncoder().encodeToString(bytes.bytes()));
      entries.put(METADATA_TYPE, bytes.type() + own.getOrDefault(MANIFEST, ""));
    }
  }

  /** Reads it again. */
  Optional<Object> readMetadata(Map<String, String> entries) {
    String type = entries.get(METADATA_TYPE);
    return type == null ? Optional.empty()
        : Optional.of(read(type, Base64.getDecoder().decode(entries.getOrDefault(METADATA, "")), null));
  }
}
