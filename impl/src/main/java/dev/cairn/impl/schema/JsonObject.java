package dev.cairn.impl.schema;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object of JSON whose members must be there. What is asked and is not there is refused by its name. */
record JsonObject(Map<?, ?> members) {

  /** Takes what was parsed. */
  JsonObject(@Nullable Object parsed) {
    this(cast(parsed, Map.class, "an object"));
  }

  String text(String name) {
    return member(name, String.class, "a text");
  }

  long number(String name) {
    return member(name, Long.class, "a number");
  }

  int integer(String name) {
    long number = number(name);
    if (number != (int) number) {
      throw new IllegalArgumentException("'" + name + "' is too large");
    }
    return (int) number;
  }

  boolean truth(String name) {
    return member(name, Boolean.class, "true or false");
  }

  List<JsonObject> objects(String name) {
    List<?> items = member(name, List.class, "a list");
    return items.stream().map(item -> new JsonObject((Object) item)).toList();
  }

  private <T> T member(String name, Class<T> type, String what) {
    return cast(members.get(name), type, "'" + name + "' as " + what);
  }

  private static <T> T cast(@Nullable Object value, Class<T> type, String what) {
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException("it needs " + what);
    }
    return type.cast(value);
  }
}
