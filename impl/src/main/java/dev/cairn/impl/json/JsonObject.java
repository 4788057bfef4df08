package dev.cairn.impl.json;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object of JSON whose members must be there. What is asked and is not there is refused by its name. */
public record JsonObject(Map<?, ?> members) {

  /** Takes what was parsed. */
  public JsonObject(@Nullable Object parsed) {
    this(cast(parsed, Map.class, "an object"));
  }

  /** A text. */
  public String text(String name) {
    return member(name, String.class, "a text");
  }

  /** A whole number. */
  public long number(String name) {
    return member(name, Long.class, "a number");
  }

  /** A whole number that is no larger than an {@code int}. */
  public int integer(String name) {
    long number = number(name);
    if (number != (int) number) {
      throw new IllegalArgumentException("'" + name + "' is too large");
    }
    return (int) number;
  }

  /** A truth value. */
  public boolean truth(String name) {
    return member(name, Boolean.class, "true or false");
  }

  /** A list of objects. */
  public List<JsonObject> objects(String name) {
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
