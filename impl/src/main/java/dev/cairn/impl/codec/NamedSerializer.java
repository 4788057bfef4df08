package dev.cairn.impl.codec;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A record without its class: a map from the names of its components, in the order of their tags. */
final class NamedSerializer extends FieldsSerializer {
  private final String[] names;

  NamedSerializer(TypeDefinition definition) {
    super(definition.name());
    this.names = BytesCodec.isBytes(definition) ? new String[] { "bytes" }
        : definition.components().stream().map(ComponentDefinition::name).toArray(String[]::new);
  }

  @Override
  @Nullable
  Object component(Object value, Slot slot) {
    return ((Map<?, ?>) value).get(slot.name());
  }

  @Override
  @Nullable
  Object[] room() {
    return new Object[names.length];
  }

  @Override
  Object build(@Nullable Object[] components) {
    Map<String, @Nullable Object> fields = LinkedHashMap.newLinkedHashMap(names.length);
    for (int i = 0; i < names.length; i++) {
      fields.put(names[i], components[i]);
    }
    return fields;
  }
}
